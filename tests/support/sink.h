#pragma once
// Many hosts that take whatever is posted to them, at as little cost as can be: they stand for
// other machines, and what they take of this one is missing to what is measured. One listener
// behind many loopback addresses, on one thread.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <thread>
#include <unordered_map>

namespace hallway::test {

class Sink {
 public:
  // Late hosts answer after `lateness`.
  explicit Sink(std::chrono::milliseconds lateness);
  ~Sink();
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  // Of host 0 to 16,000: an address in 127.62.0.0/16, with the port.
  [[nodiscard]] std::string domain(size_t host) const;
  // The first `count` hosts answer late from now on.
  void make_late(size_t count) { late_ = count; }
  void forget() { taken_ = 0; }
  // Requests to hosts that answer at once, since forget().
  [[nodiscard]] size_t taken() const { return taken_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Caller {
    size_t host = 0;
    std::string read;
  };
  void run();
  void welcome();
  void serve(int socket);
  void answer_late_ones();
  void leave(int socket);

  const std::chrono::milliseconds lateness_;
  int listening_ = -1, epoll_ = -1, wake_ = -1;
  uint16_t port_ = 0;
  std::atomic<size_t> late_ = 0, taken_ = 0;
  std::atomic<bool> stopping_ = false;
  std::unordered_map<int, Caller> callers_;
  std::multimap<Clock::time_point, int> waiting_;  // sockets to be answered
  std::thread thread_;
};

}  // namespace hallway::test
