#pragma once
// The real binary as a process of its own: run to its end, or served and stopped.

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/load.h"
#include "tests/support/loopback.h"
#include "tests/support/store.h"

namespace hallway::test {

using Variables = std::map<std::string, std::string>;

struct Outcome {
  int code = -1;  // of exit; -1 where it was ended by a signal or by us
  std::string out, err;
};

// What a program printed, without line ends after it; and whether that is one whole line.
std::string trimmed(std::string text);
bool one_line(const std::string& text);

// A process whose output is kept, ended at the latest by the destructor.
class Program {
 public:
  Program(const std::vector<std::string>& words, const Variables& variables,
          const std::string& input = {});
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // Waits until it ends; kills it after `patience`.
  Outcome wait(std::chrono::milliseconds patience = std::chrono::seconds(60));
  void signal(int number) const;
  // What it has printed so far.
  [[nodiscard]] std::string out() const;
  [[nodiscard]] std::string err() const;
  // Waits until `text` was printed.
  bool prints(const std::string& text,
              std::chrono::milliseconds patience = std::chrono::seconds(60)) const;
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  TempDir dir_;  // of files that take its output
  pid_t pid_ = 0;
};

// A line of /proc/PID/FILE that begins with `name`, as a number; -1 where there is none.
long number_in(pid_t pid, const std::string& file, const std::string& name);
// What all its threads have had of the processors.
double cpu_seconds(pid_t pid);

Outcome run(const std::vector<std::string>& words, const Variables& variables = {},
            const std::string& input = {});

// A node on an address and port of its own, without TLS.
class RealNode {
 public:
  // `address` in 127.0.0.0/8, of this test alone. Its folder is made within `parent`; where that is
  // empty, wherever tests keep theirs.
  explicit RealNode(std::string address, const std::string& mode = "allowlist",
                    const std::filesystem::path& parent = {});

  [[nodiscard]] std::filesystem::path dir() const { return folder_.path() / "node"; }
  [[nodiscard]] std::string domain() const { return address_ + ":" + std::to_string(port_); }
  [[nodiscard]] LoadTarget target() const { return {.address = address_, .port = port_}; }
  [[nodiscard]] Variables variables() const;
  // Runs a command on this node's folder: `hallway WORDS... --data DIR`.
  Outcome command(std::vector<std::string> words, const std::string& input = {}) const;
  void init() const;
  // Waits until it answers.
  std::unique_ptr<Program> serve() const;
  [[nodiscard]] RawAnswer get(const std::string& target, const std::string& headers = {}) const;
  // A form, unless `headers` say another Content-Type.
  [[nodiscard]] RawAnswer post(const std::string& target, const std::string& body,
                               const std::string& headers = {}) const;

 private:
  RawAnswer exchange(const std::string& head, const std::string& body) const;
  TempDir folder_;
  std::string address_, mode_;
  uint16_t port_;
};

}  // namespace hallway::test
