#pragma once
// An in-process internet: hosts that answer by a function, clients that reach them, and a network
// between that can be down, slow, lying or in the way. No sockets, no sleeps: an exchange runs on
// the caller's thread and is over when send() returns, unless it is held. Any thread; a host may
// itself call out while it answers.

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "federation/http.h"

namespace hallway::test {

// What is wrong with a host, as those see it who call it.
struct Trouble {
  bool down = false;                    // no connection: it sees nothing of the request
  std::optional<int> status;            // answers this at once, without its handler
  std::optional<std::string> redirect;  // answers 302 to here, without its handler
  Duration delay;            // answers after this long; later than the time-out is unavailable
  bool drop_answer = false;  // the lie: the request is processed, its sender sees unavailable
  bool hold = false;         // requests wait until release()
};

class Internet {
 public:
  using Handler = std::function<Response(const Request&)>;

  // Puts a host on the net, or another handler behind a known one. `origin`:
  // "https://design.example".
  void serve(std::string_view origin, Handler handler);
  // From now on; Trouble{} is none. `domain` without scheme: "design.example".
  void trouble(std::string_view domain, Trouble trouble);
  // Where a host stands: exchanges without a permit for a private address are refused. Without a
  // call: public.
  void place(std::string_view domain, std::string_view address);
  // Runs what is held for `domain`, in order; returns how many. Later requests are held again while
  // its trouble says so.
  size_t release(std::string_view domain);

  // Requests that were sent to a host, down or not; all of it, or one path (without query).
  [[nodiscard]] size_t requests(std::string_view domain) const;
  [[nodiscard]] size_t requests(std::string_view domain, std::string_view path) const;
  void forget_requests();
  // Called after each exchange, on its thread: for tests that look at what travelled.
  using Tap = std::function<void(const OutboundRequest&, const Result<OutboundResponse>&)>;
  void tap(Tap tap);

  // How the node of `domain` gets out; lives as long as this. While its own host is down it gets
  // nowhere.
  HttpClient& client(std::string_view domain);

 private:
  class Client;
  struct Held {
    OutboundRequest request;
    HttpClient::Done done;
    std::string from;
  };
  struct Host {
    std::map<bool, Handler> handlers;  // by https
    Trouble trouble;
    std::optional<IpAddress> address;
    std::map<std::string, size_t, std::less<>> counts;  // by path
    std::deque<Held> held;
  };

  void send(Held exchange);
  void finish(const Held& exchange, const Trouble& trouble);
  Result<OutboundResponse> answer(const Held& exchange, const Trouble& trouble) const;
  // The refusal of the network itself, if there is one.
  Result<Handler> route(const Held& exchange, const Trouble& trouble) const;

  mutable std::mutex mutex_;  // never held while a handler or `done` runs
  std::map<std::string, Host, std::less<>> hosts_;
  std::map<std::string, std::unique_ptr<HttpClient>, std::less<>> clients_;
  Tap tap_;
};

}  // namespace hallway::test
