#pragma once
// Another host on a listener of its own, with people whom a real node can look up and follow, and
// who write to it: signed requests, ready for a socket.

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "federation/signature.h"
#include "server/listener.h"
#include "storage/values/json.h"

namespace hallway::test {

// What Mastodon puts before each of its activities, by the kind and number of its terms.
const Json& mastodon_context();

class RemoteHost {
 public:
  // `host` is an address in 127.0.0.0/8, or a name under localhost. Its people are named p0, p1,
  // ...
  RemoteHost(const std::string& host, size_t people);
  ~RemoteHost();
  RemoteHost(const RemoteHost&) = delete;
  RemoteHost& operator=(const RemoteHost&) = delete;

  [[nodiscard]] std::string domain() const;
  [[nodiscard]] std::string handle(size_t person) const;  // "@p0@127.0.9.1:4711"
  [[nodiscard]] std::string iri(size_t person) const;
  // The bodies of all POSTs that came, whatever was in them.
  [[nodiscard]] std::vector<std::string> received() const;

  // A POST of `body` to the shared inbox of the node at `domain`, whole and signed by `person`.
  [[nodiscard]] std::string post(const std::string& domain, size_t person, std::string body,
                                 Signing how = Signing::cavage_rsa) const;
  // The bodies: a public note of about 2.5 KB with all that Mastodon writes around it; and the
  // answer to a Follow that came.
  [[nodiscard]] std::string create(uint64_t number) const;
  [[nodiscard]] std::string create_id(uint64_t number) const;  // of the activity
  [[nodiscard]] std::string note_id(uint64_t number) const;
  [[nodiscard]] std::string accept(std::string_view follow) const;
  // `count` POSTs of Creates, numbered from `first` on, by all people in turn. On all cores, since
  // signing is slow.
  [[nodiscard]] std::vector<std::string> creates(const std::string& domain, uint64_t first,
                                                 size_t count) const;
  [[nodiscard]] size_t people() const { return people_; }
  [[nodiscard]] size_t author_of(uint64_t number) const { return number % people_; }

 private:
  Response answer(const Request& request);

  std::string host_;
  size_t people_;
  const PrivateKey& key_;
  mutable std::mutex mutex_;
  std::vector<std::string> received_;
  std::atomic<uint16_t> port_ = 0;      // known once it listens
  std::unique_ptr<Listener> listener_;  // last: its handler uses the rest
};

}  // namespace hallway::test
