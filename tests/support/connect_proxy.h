#pragma once
// A proxy on loopback that knows CONNECT and nothing else, and remembers what it was asked for.

#include <poll.h>
#include <sys/socket.h>

#include <cstdlib>
#include <mutex>
#include <string>
#include <vector>

#include "tests/support/loopback.h"

namespace hallway::test {

class ConnectProxy {
 public:
  [[nodiscard]] std::string address() const {
    return "http://127.0.0.1:" + std::to_string(server_.port());
  }
  // "127.0.0.1:4711", once for each tunnel.
  [[nodiscard]] std::vector<std::string> asked_for() {
    const std::lock_guard lock(mutex_);
    return asked_for_;
  }
  [[nodiscard]] std::vector<std::string> heads() {
    const std::lock_guard lock(mutex_);
    return heads_;
  }

 private:
  void serve(RawConnection& client) {
    const auto head = read_request(client);
    const std::string verb = "CONNECT ";
    if (!head.starts_with(verb)) return;
    const auto target = head.substr(verb.size(), head.find(' ', verb.size()) - verb.size());
    {
      const std::lock_guard lock(mutex_);
      asked_for_.push_back(target);
      heads_.push_back(head);
    }
    const size_t colon = target.rfind(':');
    RawConnection there(static_cast<uint16_t>(std::atoi(target.c_str() + colon + 1)),
                        target.substr(0, colon));
    if (!there.ok()) {
      client.send("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    client.send("HTTP/1.1 200 Connection established\r\n\r\n");
    while (relay(client, there)) {
    }
  }
  // What has come on either side, once. False: one of them has hung up.
  static bool relay(RawConnection& a, RawConnection& b) {
    pollfd both[] = {{a.fd(), POLLIN, 0}, {b.fd(), POLLIN, 0}};
    if (poll(both, 2, 20'000) <= 0) return false;
    RawConnection* sides[] = {&a, &b};
    for (int i = 0; i < 2; ++i) {
      if (both[i].revents == 0) continue;
      char bytes[16 * 1024];
      const auto n = recv(sides[i]->fd(), bytes, sizeof bytes, 0);
      if (n <= 0 || !sides[1 - i]->send({bytes, static_cast<size_t>(n)})) return false;
    }
    return true;
  }

  std::mutex mutex_;
  std::vector<std::string> asked_for_, heads_;
  RawServer server_{[this](RawConnection& client) { serve(client); }};  // last: it calls serve()
};

}  // namespace hallway::test
