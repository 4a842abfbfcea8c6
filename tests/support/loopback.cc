#include "tests/support/loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <utility>

namespace hallway::test {
namespace {

using Clock = std::chrono::steady_clock;

sockaddr_in loopback(const std::string& address, uint16_t port) {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_port = htons(port);
  inet_pton(AF_INET, address.c_str(), &result.sin_addr);
  return result;
}

std::map<std::string, std::string> headers_of(const std::string& head) {
  std::map<std::string, std::string> result;
  size_t at = head.find("\r\n");
  while (at != std::string::npos && at + 2 < head.size()) {
    size_t end = head.find("\r\n", at + 2);
    std::string line = head.substr(at + 2, end - at - 2);
    if (size_t colon = line.find(": "); colon != std::string::npos) {
      std::string name = line.substr(0, colon);
      std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
      result[name] = line.substr(colon + 2);
    }
    at = end;
  }
  return result;
}

}  // namespace

RawConnection::RawConnection(uint16_t port, const std::string& address) {
  fd_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto where = loopback(address, port);
  if (connect(fd_, reinterpret_cast<sockaddr*>(&where), sizeof where) != 0) {
    close(fd_);
    fd_ = -1;
    return;
  }
  int on = 1;
  setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

RawConnection::~RawConnection() {
  if (fd_ >= 0) close(fd_);
}

RawConnection::RawConnection(RawConnection&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), buffer_(std::move(other.buffer_)) {}

bool RawConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

bool RawConnection::fill(Clock::time_point until) {
  auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
  pollfd waiting{fd_, POLLIN, 0};
  if (left <= 0 || poll(&waiting, 1, static_cast<int>(left)) <= 0) return false;
  char bytes[64 * 1024];
  ssize_t n = recv(fd_, bytes, sizeof bytes, 0);
  if (n <= 0) return false;
  buffer_.append(bytes, static_cast<size_t>(n));
  return true;
}

RawAnswer RawConnection::read_answer(std::chrono::milliseconds patience, bool head_only) {
  const auto until = Clock::now() + patience;
  RawAnswer answer;
  size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill(until)) return answer;
  }
  answer.head = buffer_.substr(0, end + 4);
  answer.headers = headers_of(answer.head);
  buffer_.erase(0, end + 4);
  size_t length = 0;
  if (auto found = answer.headers.find("content-length");
      found != answer.headers.end() && !head_only) {
    length = std::strtoul(found->second.c_str(), nullptr, 10);
  }
  while (buffer_.size() < length) {
    if (!fill(until)) return answer;
  }
  answer.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  answer.status = std::atoi(answer.head.c_str() + 9);
  return answer;
}

std::string RawConnection::read_all(std::chrono::milliseconds patience) {
  const auto until = Clock::now() + patience;
  while (fill(until)) {
  }
  return std::exchange(buffer_, {});
}

bool RawConnection::hangs_up(std::chrono::milliseconds patience) {
  const auto until = Clock::now() + patience;
  while (fill(until)) {
  }
  return Clock::now() < until;
}

void RawConnection::half_close() { shutdown(fd_, SHUT_WR); }

void RawConnection::limit_receive_buffer(int bytes) {
  setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

uint16_t free_port(const std::string& address) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto where = loopback(address, 0);
  socklen_t size = sizeof where;
  const bool bound = bind(fd, reinterpret_cast<sockaddr*>(&where), size) == 0 &&
                     getsockname(fd, reinterpret_cast<sockaddr*>(&where), &size) == 0;
  ::close(fd);
  return bound ? ntohs(where.sin_port) : uint16_t{0};
}

RawAnswer get(uint16_t port, std::string_view target, std::string_view more_headers) {
  RawConnection connection(port);
  connection.send("GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" +
                  std::string(more_headers) + "\r\n");
  return connection.read_answer();
}

RawServer::RawServer(std::function<void(RawConnection&)> serve) : serve_(std::move(serve)) {
  listening_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto where = loopback("127.0.0.1", 0);
  if (bind(listening_, reinterpret_cast<sockaddr*>(&where), sizeof where) != 0 ||
      listen(listening_, 4096) != 0) {
    std::abort();  // no test could go on
  }
  socklen_t size = sizeof where;
  getsockname(listening_, reinterpret_cast<sockaddr*>(&where), &size);
  port_ = ntohs(where.sin_port);
  accepting_ = std::thread([this] {
    while (true) {
      int fd = accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) return;
      ++accepted_;
      serving_.emplace_back([this, fd] {
        RawConnection connection(fd);
        serve_(connection);
      });
    }
  });
}

RawServer::~RawServer() {
  shutdown(listening_, SHUT_RDWR);
  accepting_.join();
  for (auto& thread : serving_) thread.join();
  close(listening_);
}

std::string read_request(RawConnection& connection) {
  auto request = connection.read_answer(std::chrono::seconds(20));
  return request.head + request.body;
}

}  // namespace hallway::test
