#pragma once
// One connection as the listener's loop sees it, and the deadlines of all of them.

#include <array>
#include <cstdint>
#include <list>
#include <memory>

#include "server/body.h"
#include "server/handler_pool.h"
#include "server/request_reader.h"
#include "server/stream.h"
#include "server/transport.h"
#include "storage/values/ip.h"

namespace hallway {

// What a connection is waiting for. One at a time; each has its own patience.
enum class Wait : uint8_t {
  handshake,  // TLS
  idle,       // the first byte of a request
  head,       // the rest of a head
  body,       // the rest of a body
  handler,    // an answer of ours, or a piece of it: for as long as it takes
  writing,    // the other side to take our answer
  lingering,  // the other side to hang up after the last answer, so that it can read it
  streaming,  // what a Stream has to say, or the other side
};
constexpr size_t kWaits = 8;

struct Connection {
  Connection(int fd, std::optional<TlsSession> tls, size_t max_head_bytes)
      : transport(fd, std::move(tls)), reader(max_head_bytes) {}

  Transport transport;
  RequestReader reader;
  Origin origin;
  IpAddress peer;
  bool over_limit = false;         // one more than may be: only health is answered
  bool closing = false;            // after what is queued has been sent
  size_t buffered = 0;             // of this connection in the sum of all bodies
  bool upload = false;             // its body may be larger than usual, and counts apart
  size_t discarded = 0;            // while lingering
  std::shared_ptr<Stream> stream;  // what it is for, instead of requests
  std::shared_ptr<Body> source;    // what of the answer is still to be read
  uint64_t source_left = 0;        // bytes of it

  // Kept by Deadlines.
  Wait wait = Wait::idle;
  int64_t deadline = 0;
  size_t progress = 0;  // bytes moved when the deadline was set
  std::list<Connection*>::iterator place;
};

// All that wait for the same thing have the same patience, so each list is in order of deadline,
// and setting, moving and finding the next cost nothing that grows with their number.
class Deadlines {
 public:
  // In milliseconds; `patience[Wait::handler]` is not used.
  explicit Deadlines(std::array<int64_t, kWaits> patience) : patience_(patience) {}

  void add(Connection& connection, Wait wait, int64_t now);
  void set(Connection& connection, Wait wait, int64_t now);
  void remove(Connection& connection);

  // Milliseconds until the next deadline; -1 where there is none.
  [[nodiscard]] int64_t until_next(int64_t now) const;
  // One whose deadline has passed; nullptr where there is none.
  [[nodiscard]] Connection* expired(int64_t now) const;
  // The connections that wait for this.
  [[nodiscard]] const std::list<Connection*>& waiting(Wait wait) const { return of(wait); }

 private:
  [[nodiscard]] std::list<Connection*>& of(Wait wait) { return lists_[static_cast<size_t>(wait)]; }
  [[nodiscard]] const std::list<Connection*>& of(Wait wait) const {
    return lists_[static_cast<size_t>(wait)];
  }
  std::array<int64_t, kWaits> patience_;
  std::array<std::list<Connection*>, kWaits> lists_;
};

}  // namespace hallway
