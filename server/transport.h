#pragma once
// One accepted socket: non-blocking, with or without TLS, and the bytes that wait to be sent. It
// is told by the event loop what the socket is ready for (edge triggered) and remembers it until a
// call finds otherwise.

#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <string>

#include "server/tls.h"

namespace hallway {

class Transport {
 public:
  // Owns `fd` from here on.
  Transport(int fd, std::optional<TlsSession> tls) : fd_(fd), tls_(std::move(tls)) {}
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  enum class Io { done, blocked, closed };
  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] bool encrypted() const { return tls_.has_value(); }
  void became_readable(bool ended);
  void became_writable() { writable_ = true; }
  [[nodiscard]] bool readable() const { return readable_; }

  [[nodiscard]] Io handshake();  // done at once without TLS
  struct Got {
    Io io = Io::closed;
    size_t bytes = 0;
  };
  [[nodiscard]] Got read(std::span<char> into);

  // Queues; flush() sends as much as the other side takes. done: all of it is gone.
  void queue(std::string bytes);
  [[nodiscard]] Io flush();
  [[nodiscard]] bool flushed() const { return out_.empty(); }
  [[nodiscard]] size_t sent() const { return sent_; }  // altogether

  void finish();  // nothing more will be sent; the other side learns it

 private:
  Io flush_plain();
  Io flush_tls();
  void drop_sent(size_t bytes);

  int fd_;
  std::optional<TlsSession> tls_;
  std::deque<std::string> out_;
  size_t out_at_ = 0;  // of the first in out_
  size_t sent_ = 0;
  bool readable_ = true;
  bool writable_ = true;
  bool ended_ = false;
};

}  // namespace hallway
