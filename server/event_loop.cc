#include "server/event_loop.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "server/log.h"
#include "storage/values/time.h"

namespace hallway {
namespace {

constexpr uint64_t kListening = ~uint64_t{0};
constexpr uint64_t kWake = kListening - 1;
constexpr int kAcceptsARound = 64;
constexpr int kReaders = 8;
constexpr size_t kOverLimit = 64;  // connections beyond the limit that may still ask for health
constexpr int64_t kAcceptPauseMs = 100;
constexpr int64_t kCertificateLookMs = 1'000;

uint64_t tag_of(Origin origin) {
  return uint64_t{origin.serial} << 32 | static_cast<uint32_t>(origin.fd);
}
Origin origin_of(uint64_t tag) {
  return {static_cast<int>(tag & 0xffffffff), static_cast<uint32_t>(tag >> 32)};
}

std::array<int64_t, kWaits> patience(const ListenerOptions& options) {
  std::array<int64_t, kWaits> result{};
  auto set = [&](Wait wait, int64_t ms) { result[static_cast<size_t>(wait)] = ms; };
  set(Wait::handshake, options.head_deadline.ms);
  set(Wait::head, options.head_deadline.ms);
  set(Wait::body, options.body_deadline.ms);
  set(Wait::idle, options.idle_deadline.ms);
  set(Wait::writing, options.idle_deadline.ms);
  set(Wait::lingering, 1'000);
  set(Wait::streaming, options.beat.ms);
  return result;
}

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

Result<SocketAddress> socket_address(const std::string& bind, uint16_t port) {
  SocketAddress result;
  auto* v4 = reinterpret_cast<sockaddr_in*>(&result.storage);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&result.storage);
  if (inet_pton(AF_INET, bind.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    result.size = sizeof(sockaddr_in);
    return result;
  }
  result = {};
  if (inet_pton(AF_INET6, bind.c_str(), &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    result.size = sizeof(sockaddr_in6);
    return result;
  }
  return fail(Code::invalid, "\"" + bind + "\" is no IP address to listen on");
}

IpAddress ip_of(const sockaddr_storage& storage) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (storage.ss_family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(&storage)->sin_addr, text.data(),
              text.size());
  } else {
    const auto& v6 = reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_addr;
    // On a dual-stack socket IPv4 clients come as ::ffff:a.b.c.d; ranges mean them as IPv4.
    if (IN6_IS_ADDR_V4MAPPED(&v6)) {
      inet_ntop(AF_INET, v6.s6_addr + 12, text.data(), text.size());
    } else {
      inet_ntop(AF_INET6, &v6, text.data(), text.size());
    }
  }
  return IpAddress::parse(text.data()).value_or(IpAddress{});
}

void prepare_process() {
  signal(SIGPIPE, SIG_IGN);
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
}

}  // namespace

Listener::Loop::Loop(ListenerOptions options, LaterHandler handler)
    : options_(std::move(options)),
      handler_(std::move(handler)),
      scratch_(64 * 1024),
      deadlines_(patience(options_)),
      pool_(
          options_.max_queue, [this](Job job) { work(std::move(job)); },
          [this] { eventfd_write(wake_, 1); }),
      readers_(
          options_.max_connections + kOverLimit, [this](const Job& job) { read_piece(job); },
          [this] { eventfd_write(wake_, 1); }) {}

Listener::Loop::~Loop() {
  stop(Duration{0});
  by_fd_.clear();
  if (mailbox_) mailbox_->close();
  for (int fd : {listening_, wake_, epoll_}) {
    if (fd >= 0) ::close(fd);
  }
}

Result<void> Listener::Loop::open_listening_socket() {
  auto address = TRY(socket_address(options_.bind, options_.port));
  const std::string where = options_.bind + " port " + std::to_string(options_.port);
  listening_ = socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listening_ < 0) return fail(Code::unavailable, std::string("no socket: ") + strerror(errno));
  int on = 1;
  int off = 0;
  setsockopt(listening_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (address.storage.ss_family == AF_INET6) {
    setsockopt(listening_, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  }
  if (bind(listening_, reinterpret_cast<sockaddr*>(&address.storage), address.size) != 0 ||
      listen(listening_, 4096) != 0) {
    return fail(Code::unavailable, "cannot listen on " + where + ": " + strerror(errno));
  }
  address.size = sizeof address.storage;
  getsockname(listening_, reinterpret_cast<sockaddr*>(&address.storage), &address.size);
  port_ = ntohs(address.storage.ss_family == AF_INET
                    ? reinterpret_cast<sockaddr_in*>(&address.storage)->sin_port
                    : reinterpret_cast<sockaddr_in6*>(&address.storage)->sin6_port);
  return {};
}

Result<void> Listener::Loop::start() {
  prepare_process();
  if (options_.tls) tls_ = TRY(Tls::load(*options_.tls));
  TRY(open_listening_socket());
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  wake_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  mailbox_ = std::make_shared<StreamMail>(wake_);
  if (epoll_ < 0 || wake_ < 0) return fail(Code::unavailable, "the system refuses an event queue");
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = kListening;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, listening_, &event);
  event.data.u64 = kWake;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event);
  TRY(pool_.start(options_.workers));
  TRY(readers_.start(kReaders));
  thread_ = std::thread([this] { run(); });
  return {};
}

void Listener::Loop::run() {
  now_ = monotonic_ms();
  while (!may_end()) {
    poll(timeout());
    take_answers();
    take_pieces();
    take_mail();
    for (Origin origin : std::exchange(again_, {})) {
      if (Connection* connection = find(origin)) drive(*connection);
    }
    expire();
    work_waits_ = pool_.kick(now_);
    work_waits_ = readers_.kick(now_) || work_waits_;
    if (stop_asked_ && !stopping_) begin_stop();
  }
  for (auto& connection : by_fd_) {
    if (connection) close(*connection);
  }
}

int Listener::Loop::timeout() const {
  if (!again_.empty() || (stop_asked_ && !stopping_)) return 0;
  int64_t left = deadlines_.until_next(now_);
  auto sooner = [&](int64_t at) {
    int64_t wait = std::max<int64_t>(0, at - now_);
    left = left < 0 ? wait : std::min(left, wait);
  };
  if (accept_again_at_ != 0) sooner(accept_again_at_);
  if (stopping_) sooner(stop_at_);
  if (work_waits_) sooner(now_ + 1);
  return static_cast<int>(std::min<int64_t>(left, 60'000));
}

void Listener::Loop::poll(int timeout_ms) {
  std::array<epoll_event, 256> events;
  int count = epoll_wait(epoll_, events.data(), events.size(), timeout_ms);
  now_ = monotonic_ms();
  for (int i = 0; i < count; ++i) {
    const uint64_t tag = events[static_cast<size_t>(i)].data.u64;
    if (tag == kWake) {
      eventfd_t ignored = 0;
      eventfd_read(wake_, &ignored);
    } else if (tag == kListening) {
      accept_some();
    } else if (Connection* connection = find(origin_of(tag))) {
      on_event(*connection, events[static_cast<size_t>(i)].events);
    }
  }
}

Connection* Listener::Loop::find(Origin origin) const {
  auto index = static_cast<size_t>(origin.fd);
  if (index >= by_fd_.size() || !by_fd_[index]) return nullptr;
  return by_fd_[index]->origin.serial == origin.serial ? by_fd_[index].get() : nullptr;
}

void Listener::Loop::on_event(Connection& connection, uint32_t events) {
  if ((events & (EPOLLERR | EPOLLHUP)) != 0) return close(connection);
  if ((events & (EPOLLIN | EPOLLRDHUP)) != 0) {
    connection.transport.became_readable(/*ended=*/(events & EPOLLRDHUP) != 0);
  }
  if ((events & EPOLLOUT) != 0) connection.transport.became_writable();
  drive(connection);
}

void Listener::Loop::take_answers() {
  pool_.collect(answers_);
  for (Answer& answer : answers_) {
    --counts_.in_flight;
    Connection* connection = find(answer.origin);
    if (connection == nullptr) continue;  // hung up meanwhile
    count_body(*connection, 0);
    if (answer.source) {
      begin_body(*connection, std::move(answer));
      continue;
    }
    if (answer.stream) {
      begin_stream(*connection, std::move(answer));
      continue;
    }
    send(*connection, std::move(answer.head), std::move(answer.body), answer.keep_alive);
  }
}

// --- accepting -----------------------------------------------------------------------------

void Listener::Loop::accept_some() {
  for (int i = 0; i < kAcceptsARound; ++i) {
    SocketAddress peer;
    peer.size = sizeof peer.storage;
    int fd = accept4(listening_, reinterpret_cast<sockaddr*>(&peer.storage), &peer.size,
                     SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)) {
      return pause_accepting();
    }
    if (fd < 0) return;
    adopt(fd, ip_of(peer.storage));
  }
}

// The socket would stay readable and the loop would spin.
void Listener::Loop::pause_accepting() {
  log::warn("listener.out_of_files", {{"connections", counts_.connections.load()}});
  epoll_ctl(epoll_, EPOLL_CTL_DEL, listening_, nullptr);
  accept_again_at_ = now_ + kAcceptPauseMs;
}

void Listener::Loop::adopt(int fd, const IpAddress& peer) {
  ++counts_.accepted;
  if (counts_.connections >= options_.max_connections + kOverLimit) {
    ++counts_.saturated;
    ::close(fd);
    return;
  }
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  std::optional<TlsSession> session;
  if (tls_) {
    look_at_certificate();
    auto made = tls_->accept(fd);
    if (!made) {
      ::close(fd);
      return;
    }
    session = std::move(made).value();
  }
  auto index = static_cast<size_t>(fd);
  if (index >= by_fd_.size()) by_fd_.resize(index + 64);
  by_fd_[index] = std::make_unique<Connection>(fd, std::move(session), options_.max_head_bytes);
  Connection& connection = *by_fd_[index];
  connection.origin = {fd, next_serial_};
  // Neither 0 nor the two that mark the listening socket and the wake-up.
  next_serial_ = next_serial_ >= 0xfffffff0 ? 1 : next_serial_ + 1;
  connection.peer = peer;
  connection.over_limit = ++counts_.connections > options_.max_connections;
  Wait first = connection.over_limit ? Wait::head : Wait::idle;
  deadlines_.add(connection, connection.transport.encrypted() ? Wait::handshake : first, now_);
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.u64 = tag_of(connection.origin);
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0) close(connection);
}

void Listener::Loop::look_at_certificate() {
  if (now_ - certificate_seen_at_ < kCertificateLookMs) return;
  certificate_seen_at_ = now_;
  auto reloaded = tls_->reload_if_changed();
  if (!reloaded) {
    log::warn("tls.reload_failed", reloaded.error());
  } else if (*reloaded) {
    log::info("tls.reloaded", {{"cert", options_.tls->cert}});
  }
}

// --- deadlines and the end -----------------------------------------------------------------

void Listener::Loop::expire() {
  if (accept_again_at_ != 0 && accept_again_at_ <= now_) {
    accept_again_at_ = 0;
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = kListening;
    if (listening_ >= 0) epoll_ctl(epoll_, EPOLL_CTL_ADD, listening_, &event);
  }
  while (Connection* connection = deadlines_.expired(now_)) on_deadline(*connection);
}

void Listener::Loop::begin_stop() {
  stopping_ = true;
  stop_at_ = now_ + grace_ms_;
  // What has already arrived is in flight, though we have not read it yet.
  accept_some();
  ::close(std::exchange(listening_, -1));
  poll(0);
  std::vector<Connection*> silent;
  for (Wait wait : {Wait::handshake, Wait::idle}) {
    for (Connection* connection : deadlines_.waiting(wait)) {
      if (!connection->reader.has_left_over()) silent.push_back(connection);
    }
  }
  for (Connection* connection : silent) close(*connection);
  say_farewell();
  work_waits_ = pool_.kick(now_);
  eventfd_write(wake_, 1);  // what was rung meanwhile was heard above, and not yet looked at
}

bool Listener::Loop::may_end() const {
  return stopping_ && (counts_.connections == 0 || now_ >= stop_at_);
}

void Listener::Loop::stop(Duration grace) {
  std::lock_guard lock(stop_mutex_);
  grace_ms_ = grace.ms;
  if (!stop_asked_.exchange(true) && wake_ >= 0) eventfd_write(wake_, 1);
  if (thread_.joinable()) thread_.join();
  pool_.stop();
  readers_.stop();
}

ListenerStats Listener::Loop::stats() const {
  std::map<int, uint64_t> refused_with;
  for (size_t i = 0; i < counts_.refused_with.size(); ++i) {
    if (const uint64_t times = counts_.refused_with[i]; times > 0) {
      refused_with[400 + static_cast<int>(i)] = times;
    }
  }
  return {.accepted = counts_.accepted,
          .requests = counts_.requests,
          .refused = counts_.refused,
          .refused_with = std::move(refused_with),
          .saturated = counts_.saturated,
          .timed_out = counts_.timed_out,
          .connections = counts_.connections,
          .queued = pool_.queued(),
          .in_flight = counts_.in_flight,
          .buffered_bytes = counts_.buffered + counts_.uploading,
          .streams = counts_.streams};
}

}  // namespace hallway
