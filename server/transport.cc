#include "server/transport.h"

#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace hallway {

Transport::~Transport() {
  tls_.reset();
  close(fd_);
}

void Transport::became_readable(bool ended) {
  readable_ = true;
  ended_ = ended_ || ended;
}

Transport::Io Transport::handshake() {
  if (!tls_) return Io::done;
  switch (tls_->handshake()) {
    case TlsState::done: return Io::done;
    case TlsState::wants_read: readable_ = false; return Io::blocked;
    case TlsState::wants_write: writable_ = false; return Io::blocked;
    case TlsState::closed: break;
  }
  return Io::closed;
}

Transport::Got Transport::read(std::span<char> into) {
  if (!readable_) return {Io::blocked, 0};
  if (tls_) {
    auto outcome = tls_->read(into.data(), into.size());
    if (outcome.state == TlsState::done) return {Io::done, outcome.bytes};
    if (outcome.state == TlsState::closed) return {Io::closed, 0};
    readable_ = false;
    return {Io::blocked, 0};
  }
  while (true) {
    ssize_t n = recv(fd_, into.data(), into.size(), 0);
    if (n > 0) {
      // A short read has emptied the socket; unless the end came with it there will be a new edge.
      if (static_cast<size_t>(n) < into.size() && !ended_) readable_ = false;
      return {Io::done, static_cast<size_t>(n)};
    }
    if (n == 0) return {Io::closed, 0};
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return {Io::closed, 0};
    readable_ = false;
    return {Io::blocked, 0};
  }
}

void Transport::queue(std::string bytes) {
  if (!bytes.empty()) out_.push_back(std::move(bytes));
}

Transport::Io Transport::flush() {
  while (!out_.empty()) {
    if (!writable_) return Io::blocked;
    auto io = tls_ ? flush_tls() : flush_plain();
    if (io != Io::done) return io;
  }
  return Io::done;
}

Transport::Io Transport::flush_plain() {
  std::array<iovec, 8> parts{};
  size_t count = 0;
  for (; count < std::min(parts.size(), out_.size()); ++count) {
    size_t skip = count == 0 ? out_at_ : 0;
    parts[count] = {out_[count].data() + skip, out_[count].size() - skip};
  }
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = count;
  ssize_t n = sendmsg(fd_, &message, MSG_NOSIGNAL);
  if (n < 0 && errno == EINTR) return Io::done;
  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
    writable_ = false;
    return Io::blocked;
  }
  if (n < 0) return Io::closed;
  drop_sent(static_cast<size_t>(n));
  return Io::done;
}

Transport::Io Transport::flush_tls() {
  auto outcome = tls_->write(std::string_view(out_.front()).substr(out_at_));
  switch (outcome.state) {
    case TlsState::done: drop_sent(outcome.bytes); return Io::done;
    case TlsState::wants_write: writable_ = false; return Io::blocked;
    case TlsState::wants_read: readable_ = false; return Io::blocked;
    case TlsState::closed: break;
  }
  return Io::closed;
}

void Transport::drop_sent(size_t bytes) {
  sent_ += bytes;
  while (bytes > 0) {
    size_t here = out_.front().size() - out_at_;
    if (bytes < here) {
      out_at_ += bytes;
      return;
    }
    bytes -= here;
    out_.pop_front();
    out_at_ = 0;
  }
}

void Transport::finish() {
  if (tls_) tls_->shutdown();
  ::shutdown(fd_, SHUT_WR);
}

}  // namespace hallway
