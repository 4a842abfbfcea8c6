#pragma once
// What tests of the listener share: handlers that answer plainly or wait to be let go, options with
// short and with long deadlines.

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "server/listener.h"
#include "tests/support/eventually.h"
#include "tests/support/loopback.h"

namespace hallway::test {

inline const std::string kGet = "GET /x HTTP/1.1\r\nHost: a.example\r\n\r\n";

inline Response echo(const Request& request) {
  Response response;
  response.headers.add("Content-Type", "text/plain");
  response.body = request.method + " " + request.target + " " + request.scheme + "://" +
                  request.host + " " + request.peer_address + " " + request.body;
  return response;
}

inline std::optional<Response> health(std::string_view path) {
  if (path != "/livez") return std::nullopt;
  Response response;
  response.body = "alive";
  return response;
}

inline ListenerOptions quick() {
  ListenerOptions options;
  options.head_deadline = milliseconds(300);
  options.body_deadline = milliseconds(300);
  options.idle_deadline = milliseconds(300);
  options.workers = 4;
  options.health = health;
  return options;
}
inline ListenerOptions patient() {
  ListenerOptions options = quick();
  options.head_deadline = options.body_deadline = options.idle_deadline = seconds(60);
  return options;
}

inline std::unique_ptr<Listener> listen(ListenerOptions options, Handler handler = echo) {
  auto listener = Listener::start(std::move(options), std::move(handler));
  EXPECT_TRUE(listener.ok()) << listener.error().what;
  return std::move(listener).value();
}

inline std::string post_of(const std::string& body, const std::string& headers = {}) {
  return "POST /inbox HTTP/1.1\r\nHost: a.example\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// A handler that waits until it is let go, so that tests decide when the node is busy.
class Gate {
 public:
  Handler handler() {
    return [this](const Request& request) {
      std::unique_lock lock(mutex_);
      ++inside_;
      changed_.notify_all();
      changed_.wait(lock, [this] { return open_; });
      return echo(request);
    };
  }
  bool wait_for(int inside) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return inside_ >= inside; });
  }
  void open() {
    std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int inside_ = 0;
  bool open_ = false;
};

// Sends `piece` again and again as a client does that is slow on purpose: the pause between them is
// the scenario. False once the other side has gone.
inline bool drip(RawConnection& connection, const std::string& piece, int times,
                 std::chrono::milliseconds pause = std::chrono::milliseconds(20)) {
  for (int i = 0; i < times; ++i) {
    if (!connection.send(piece)) return false;
    std::this_thread::sleep_for(pause);
  }
  return true;
}

}  // namespace hallway::test
