#pragma once
// Plain sockets on loopback for tests of the edge: a client that can send anything, as slowly and
// as wrongly as it likes, and a server that can answer anything. No HTTP library on this side, or a
// test would only show what that library permits.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace hallway::test {

struct RawAnswer {
  int status = 0;  // 0: none came
  std::string head;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

class RawConnection {
 public:
  // Connected, or not: see ok().
  explicit RawConnection(uint16_t port, const std::string& address = "127.0.0.1");
  explicit RawConnection(int fd) : fd_(fd) {}
  ~RawConnection();
  RawConnection(RawConnection&& other) noexcept;
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  [[nodiscard]] bool ok() const { return fd_ >= 0; }
  [[nodiscard]] int fd() const { return fd_; }
  // False once the other side has gone.
  bool send(std::string_view bytes);
  // The next answer by Content-Length. Status 0 when the other side hangs up or time is out.
  RawAnswer read_answer(std::chrono::milliseconds patience = std::chrono::seconds(10),
                        bool head_only = false);
  // Everything until the other side hangs up or time is out.
  std::string read_all(std::chrono::milliseconds patience = std::chrono::seconds(10));
  // True if the other side hangs up within that time.
  bool hangs_up(std::chrono::milliseconds patience = std::chrono::seconds(10));
  void half_close();
  void limit_receive_buffer(int bytes);

 private:
  // More bytes in buffer_, or false.
  bool fill(std::chrono::steady_clock::time_point until);
  int fd_ = -1;
  std::string buffer_;
};

// One that nobody listens on at `address`, for a program that must be told its port.
uint16_t free_port(const std::string& address);

RawAnswer get(uint16_t port, std::string_view target, std::string_view more_headers = {});

// Accepts on a free port of 127.0.0.1 and runs `serve` for each connection on a thread of its own.
// The destructor waits for those: `serve` must end when its client hangs up.
class RawServer {
 public:
  explicit RawServer(std::function<void(RawConnection&)> serve);
  ~RawServer();
  [[nodiscard]] uint16_t port() const { return port_; }
  [[nodiscard]] int accepted() const { return accepted_; }

 private:
  std::function<void(RawConnection&)> serve_;
  int listening_ = -1;
  uint16_t port_ = 0;
  std::atomic<int> accepted_ = 0;
  std::vector<std::thread> serving_;
  std::thread accepting_;
};

// Reads a request's head (and body, by Content-Length) and gives it back whole; empty at the end.
std::string read_request(RawConnection& connection);

}  // namespace hallway::test
