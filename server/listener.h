#pragma once
// Where HTTP comes in. One thread and one epoll own every socket of a Listener: they accept, speak
// TLS, read under deadlines and byte caps, refuse what is ambiguous or too much, and write answers
// as fast as the other side takes them. A complete request goes to a pool of threads that run the
// handler; the answer comes back to the loop. So a stranger can hold a connection, never a thread.
//
// HTTP/1.1 (RFC 9110, 9112). The head is taken apart by our own strict parser (server/http_head.h)
// and not by cpp-httplib, as was once the plan: framing must be decided in the loop anyway, before
// a byte of the body is believed, and a second parser that may see the same bytes differently is
// how requests are smuggled. It would also bring its own limits on forms and multipart bodies, and
// four microseconds.
//
// What is refused, before any handler: 400 for ambiguous or malformed framing, 408 for a head or
// body that does not arrive in time, 413 for a body beyond the cap (counted after inflating), 415
// for an unknown Content-Encoding, 417, 431 for a head beyond the cap, 501, 505, and 503 with
// Retry-After when the queue is full, too many connections are open or too many bytes wait.
//
// WebSocket and SSE: a Connection (server/connection.h) is a Transport (socket, TLS, outgoing bytes
// with backpressure) and a RequestReader that makes requests of its bytes and knows no socket.
// Where an answer carries a Stream, the connection keeps its Transport and its place among the
// deadlines, under a Wait of its own, and gives its bytes to the Stream instead of the reader. No
// thread is bound to it.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "federation/http.h"
#include "server/tls.h"
#include "storage/values/ip.h"
#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

// Answers before it returns.
using Handler = std::function<Response(const Request&)>;
// May answer after it has returned, so that no thread stands still while the disk works. A Respond
// that is dropped uncalled answers 500.
using LaterHandler = std::function<void(Request, Respond)>;

struct ListenerOptions {
  std::string bind = "127.0.0.1";  // an IPv4 or IPv6 address; "::" takes both
  uint16_t port = 0;               // 0: one that is free, see Listener::port
  std::optional<TlsFiles> tls;     // re-read when they change
  // From these peers X-Forwarded-Proto, -Host and -For are believed.
  std::vector<Cidr> trusted_proxies;

  size_t max_head_bytes = 32 * 1024;
  size_t max_body_bytes = 1024 * 1024;  // after inflating
  // Another cap for some requests (uploads), by their head. Runs in the loop: must not wait.
  std::function<size_t(const Request& head)> body_limit;
  size_t max_buffered_bytes = 256 * 1024 * 1024;  // of all bodies being read or handled;
                                                  // twice that with small ones
  // Of bodies that body_limit lets be larger than usual; these do not count among the others.
  size_t max_upload_bytes = 256 * 1024 * 1024;
  size_t max_connections = 10'000;
  int workers = 32;
  size_t max_queue = 1'024;  // complete requests that wait for a worker

  Duration head_deadline = seconds(10);  // from the first byte to the end of the head; TLS too
  Duration body_deadline = seconds(30);  // from there to the end of the body
  Duration idle_deadline = seconds(75);  // between requests, and for a reader that takes nothing
  // How often a Stream may say that it is there; who has taken nothing of what waits since the last
  // time is closed.
  Duration beat = seconds(15);

  // Answers health paths in the loop itself, even when everything else is saturated: nullopt for
  // any other path. Must not wait and must not throw.
  std::function<std::optional<Response>(std::string_view path)> health;
};

// Counts since the start, but for `connections`, `queued`, `in_flight`, `buffered_bytes`
// and `streams`, which tell the present.
struct ListenerStats {
  uint64_t accepted = 0;
  uint64_t requests = 0;  // handed to the handler
  uint64_t refused = 0;   // answered by the loop with 4xx or 5xx other than 503 and 408
  std::map<int, uint64_t> refused_with;  // the same, by status
  uint64_t saturated = 0;                // 503
  uint64_t timed_out = 0;  // closed at a deadline, with 408 or, while idle, without a word
  uint64_t connections = 0;
  uint64_t queued = 0;
  uint64_t in_flight = 0;
  uint64_t buffered_bytes = 0;
  uint64_t streams = 0;  // connections that stay open for a Stream, now
};

class Listener {
 public:
  // Listens at once; `handler` runs on `workers` threads at the same time and lives as long as
  // this. A handler that throws answers 500. Ignores SIGPIPE and raises the soft limit of open
  // files for the whole process. Fails with unavailable (address taken, not ours), invalid (bad
  // address) or, for certificates that cannot be read, with what Tls::load says.
  static Result<std::unique_ptr<Listener>> start(ListenerOptions options, LaterHandler handler);
  static Result<std::unique_ptr<Listener>> start(ListenerOptions options, Handler handler);
  ~Listener();  // stop(0)
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  [[nodiscard]] uint16_t port() const;

  // Stops accepting, closes idle connections, lets requests in flight be answered for at most
  // `grace`, then closes everything. Returns when every handler has returned and answered (none is
  // cut off). May be called again; any thread but a worker.
  void stop(Duration grace);

  [[nodiscard]] ListenerStats stats() const;  // any thread

 private:
  class Loop;
  explicit Listener(std::unique_ptr<Loop> loop);
  std::unique_ptr<Loop> loop_;
};

}  // namespace hallway
