#pragma once
// What the tests of faults share: how much of each (`./check faults` sets HALLWAY_FAULTS=full,
// tests else are content with less), what somebody who reads sees meanwhile, and a line for the
// report.

#include <atomic>
#include <thread>

#include "tests/process/program.h"

namespace hallway::test {

bool full_size();
inline size_t sized(size_t full, size_t small) { return full_size() ? full : small; }

// Prints "fault: WHAT: HELD", which the command collects.
void report_fault(const std::string& what, const std::string& held);
std::string in_ms(double ms);
std::string in_mib(long kib);

// Somebody who reads pages of `node`, one after the other with a little pause, until stop().
class Reader {
 public:
  explicit Reader(const RealNode& node, std::string path = "/@ann");
  ~Reader() { stop(); }
  Reader(const Reader&) = delete;
  // What was answered; a page that did not come has status 0.
  const LoadOutcome& stop();

 private:
  const std::vector<std::string> pages_;
  LoadOutcome seen_;
  std::jthread thread_;  // last: it uses the rest
};

// The most private memory that a process has had since this was made, KiB beyond what it had then.
class MemoryWatch {
 public:
  explicit MemoryWatch(pid_t pid);
  [[nodiscard]] long grown() const { return most_ - level_; }
  [[nodiscard]] long level() const { return level_; }

 private:
  long level_;
  std::atomic<long> most_;
  std::jthread thread_;
};

}  // namespace hallway::test
