#include "tests/process/fault.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace hallway::test {
namespace {

using std::chrono::milliseconds;

constexpr size_t kPagesAtOnce = 10;

std::string with_one_digit(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

}  // namespace

bool full_size() {
  const char* said = std::getenv("HALLWAY_FAULTS");
  return said && std::string_view(said) == "full";
}

void report_fault(const std::string& what, const std::string& held) {
  std::printf("fault: %s: %s\n", what.c_str(), held.c_str());
  std::fflush(stdout);
}

std::string in_ms(double ms) { return with_one_digit(ms) + " ms"; }
std::string in_mib(long kib) { return with_one_digit(static_cast<double>(kib) / 1'024) + " MiB"; }

Reader::Reader(const RealNode& node, std::string path)
    : pages_(kPagesAtOnce, "GET " + std::move(path) + " HTTP/1.1\r\nHost: " + node.domain() +
                               "\r\nAccept: text/html\r\n\r\n"),
      thread_([this, target = node.target()](const std::stop_token& stop) {
        do {
          const auto some = send_load(target, {.requests = pages_});
          seen_.answers.insert(seen_.answers.end(), some.answers.begin(), some.answers.end());
          std::this_thread::sleep_for(milliseconds(5));
        } while (!stop.stop_requested());
      }) {}

const LoadOutcome& Reader::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
  return seen_;
}

MemoryWatch::MemoryWatch(pid_t pid)
    : level_(number_in(pid, "status", "RssAnon:")),
      most_(level_),
      thread_([this, pid](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          most_ = std::max(most_.load(), number_in(pid, "status", "RssAnon:"));
          std::this_thread::sleep_for(milliseconds(5));
        }
      }) {}

}  // namespace hallway::test
