#include "tests/support/sink.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace hallway::test {
namespace {

constexpr std::string_view kTaken = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
constexpr uint32_t kFirst = (127U << 24) + (62U << 16);
constexpr uint32_t kANet = 250;  // hosts of one 127.62.A.0/24, from .1 on

void must(bool good, const char* what) {
  if (good) return;
  std::perror(what);
  std::abort();
}

sockaddr_in any_address() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  return address;
}

sockaddr_in local_address(int socket) {
  auto address = any_address();
  socklen_t size = sizeof address;
  must(getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0, "getsockname");
  return address;
}

// Bytes of the first request in `text`; 0: not all there yet.
size_t whole_request(std::string_view text) {
  constexpr std::string_view kLength = "\r\nContent-Length: ";
  const size_t end = text.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  size_t body = 0;
  if (const size_t at = text.substr(0, end).find(kLength); at != std::string_view::npos) {
    std::from_chars(text.data() + at + kLength.size(), text.data() + end, body);
  }
  const size_t size = end + 4 + body;
  return size <= text.size() ? size : 0;
}

}  // namespace

Sink::Sink(std::chrono::milliseconds lateness) : lateness_(lateness) {
  listening_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const auto address = any_address();
  must(bind(listening_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0, "bind");
  must(listen(listening_, 4'096) == 0, "listen");
  port_ = ntohs(local_address(listening_).sin_port);
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  wake_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  for (const int fd : {listening_, wake_}) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd;
    must(epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) == 0, "epoll_ctl");
  }
  thread_ = std::thread([this] { run(); });
}

Sink::~Sink() {
  stopping_ = true;
  eventfd_write(wake_, 1);
  thread_.join();
  for (const auto& [socket, caller] : callers_) close(socket);
  for (const int fd : {listening_, epoll_, wake_}) close(fd);
}

std::string Sink::domain(size_t host) const {
  return "127.62." + std::to_string(host / kANet) + '.' + std::to_string(1 + host % kANet) + ':' +
         std::to_string(port_);
}

void Sink::run() {
  std::array<epoll_event, 256> events{};
  while (!stopping_) {
    const int most = waiting_.empty() ? -1 : 10;  // ms: as exact as lateness need be
    const int count = epoll_wait(epoll_, events.data(), events.size(), most);
    for (int i = 0; i < count; ++i) {
      const int fd = events[static_cast<size_t>(i)].data.fd;
      if (fd == listening_) {
        welcome();
      } else if (fd != wake_) {
        serve(fd);
      }
    }
    answer_late_ones();
  }
}

void Sink::welcome() {
  while (true) {
    const int socket = accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (socket < 0) return;
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const uint32_t place = ntohl(local_address(socket).sin_addr.s_addr) - kFirst;
    callers_[socket] = {.host = (place >> 8) * kANet + (place & 0xffU) - 1, .read = {}};
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = socket;
    must(epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event) == 0, "epoll_ctl");
  }
}

void Sink::serve(int socket) {
  auto& caller = callers_[socket];
  std::array<char, 16 * 1024> buffer;  // NOLINT(*-member-init): read into
  const auto got = recv(socket, buffer.data(), buffer.size(), 0);
  if (got <= 0) return leave(socket);
  caller.read.append(buffer.data(), static_cast<size_t>(got));
  while (const size_t size = whole_request(caller.read)) {
    caller.read.erase(0, size);
    if (caller.host < late_) {
      waiting_.emplace(Clock::now() + lateness_, socket);
      continue;
    }
    ++taken_;
    if (send(socket, kTaken.data(), kTaken.size(), MSG_NOSIGNAL) < 0) return leave(socket);
  }
}

void Sink::answer_late_ones() {
  const auto now = Clock::now();
  while (!waiting_.empty() && waiting_.begin()->first <= now) {
    const int socket = waiting_.begin()->second;
    waiting_.erase(waiting_.begin());
    if (send(socket, kTaken.data(), kTaken.size(), MSG_NOSIGNAL) < 0) leave(socket);
  }
}

void Sink::leave(int socket) {
  callers_.erase(socket);
  std::erase_if(waiting_, [&](const auto& one) { return one.second == socket; });
  close(socket);
}

}  // namespace hallway::test
