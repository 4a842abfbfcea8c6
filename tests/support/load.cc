#include "tests/support/load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <string_view>

namespace hallway::test {
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

int connect_to(const LoadTarget& target) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port = htons(target.port);
  ::inet_pton(AF_INET, target.address.c_str(), &where.sin_addr);
  if (::connect(fd, reinterpret_cast<sockaddr*>(&where), sizeof where) != 0) {
    ::close(fd);
    return -1;
  }
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

// The length of the whole answer at the beginning of `bytes`; 0 where it is not yet all there.
size_t answer_length(std::string_view bytes) {
  const auto end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  const auto head = bytes.substr(0, end);
  const auto field = head.find("Content-Length: ");
  const size_t body =
      field == std::string_view::npos ? 0 : std::strtoul(head.data() + field + 16, nullptr, 10);
  return bytes.size() >= end + 4 + body ? end + 4 + body : 0;
}

// Whether the other side takes nothing more after this answer.
bool closes_after(std::string_view answer) {
  const auto head = answer.substr(0, answer.find("\r\n\r\n"));
  return head.find("Connection: close") != std::string_view::npos;
}

struct Connection {
  int fd = -1;
  size_t request = 0;  // its place among the answers
  Clock::time_point sent;
  std::string received;
};

class Load {
 public:
  Load(const LoadPlan& plan) : plan_(plan), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}
  ~Load() {
    for (const auto& connection : connections_) ::close(connection->fd);
    ::close(epoll_);
  }
  Load(const Load&) = delete;

  LoadOutcome run(const LoadTarget& target) {
    start_ = Clock::now();
    for (size_t i = 0; i < plan_.connections; ++i) open(target);
    for (const auto& connection : connections_) begin_next(*connection);
    std::array<epoll_event, 256> events{};
    while (busy_ > 0) {
      const int n = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 30'000);
      if (n == 0) break;  // nothing for half a minute: the rest stays unanswered
      for (int i = 0; i < n; ++i)
        read(*static_cast<Connection*>(events[static_cast<size_t>(i)].data.ptr));
    }
    outcome_.seconds = since(start_);
    return std::move(outcome_);
  }

 private:
  void open(const LoadTarget& target) {
    const int fd = connect_to(target);
    if (fd < 0) return;
    connections_.push_back(std::make_unique<Connection>());
    connections_.back()->fd = fd;
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = connections_.back().get();
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
  }

  void begin_next(Connection& connection) {
    const size_t at = plan_.first + outcome_.answers.size();
    if (at >= plan_.requests.size()) return;
    if (plan_.seconds > 0 && since(start_) >= plan_.seconds) return;
    connection.request = outcome_.answers.size();
    outcome_.answers.emplace_back();
    connection.sent = Clock::now();
    ++busy_;
    if (!write(connection.fd, plan_.requests[at])) give_up(connection);
  }

  // Blocks where the other side does not take it, which a node in good health never does.
  static bool write(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
      const auto n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(n));
    }
    return true;
  }

  void read(Connection& connection) {
    std::array<char, 16 * 1024> buffer;  // NOLINT(*-member-init): read into
    const auto n = ::recv(connection.fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n <= 0) return give_up(connection);
    connection.received.append(buffer.data(), static_cast<size_t>(n));
    const auto length = answer_length(connection.received);
    if (length == 0) return;
    auto& answer = outcome_.answers[connection.request];
    answer.status = std::atoi(connection.received.c_str() + std::string_view("HTTP/1.1 ").size());
    answer.ms = since(connection.sent) * 1e3;
    const bool closes = closes_after(connection.received);
    connection.received.erase(0, length);
    if (closes) return give_up(connection);
    --busy_;
    begin_next(connection);
  }

  void give_up(Connection& connection) {
    ::epoll_ctl(epoll_, EPOLL_CTL_DEL, connection.fd, nullptr);
    ::shutdown(connection.fd, SHUT_RDWR);
    --busy_;
  }

  const LoadPlan& plan_;
  const int epoll_;
  Clock::time_point start_;
  std::vector<std::unique_ptr<Connection>> connections_;
  size_t busy_ = 0;  // connections that wait for an answer
  LoadOutcome outcome_;
};

}  // namespace

size_t LoadOutcome::count(int status) const {
  return static_cast<size_t>(std::ranges::count(answers, status, &LoadAnswer::status));
}

double LoadOutcome::quantile_ms(double part) const {
  std::vector<double> times;
  for (const auto& answer : answers) {
    if (answer.status != 0) times.push_back(answer.ms);
  }
  if (times.empty()) return 0;
  const auto last = static_cast<double>(times.size() - 1);
  const auto at = times.begin() + static_cast<std::ptrdiff_t>(std::ceil(part * last));
  std::ranges::nth_element(times, at);
  return *at;
}

LoadOutcome send_load(const LoadTarget& target, const LoadPlan& plan) {
  return Load(plan).run(target);
}

}  // namespace hallway::test
