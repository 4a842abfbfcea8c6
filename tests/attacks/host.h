#pragma once
// A server of strangers on a loopback address of its own, over real sockets, whose documents a test
// writes by hand and whose requests it counts; and what the people there write and sign.

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "server/listener.h"
#include "storage/values/json.h"
#include "tests/support/site.h"

namespace hallway::test {

// Somebody at a host, with what they sign with.
struct Stranger {
  std::string iri;
  SignWith sign;
};

class Host {
 public:
  // Listens on a free port of `address`; `name`, where given, is what it calls itself instead, and
  // means that address from now on.
  explicit Host(const std::string& address, const std::string& name = {});

  [[nodiscard]] std::string domain() const;  // "127.0.54.1:4711"
  [[nodiscard]] std::string at(std::string_view path) const;
  [[nodiscard]] uint16_t port() const { return listener_->port(); }

  void put(std::string_view path, const Json& document, std::string_view type = kActivityJson);
  void put(std::string_view path, Response response);  // path and query, where it matters
  void redirect(std::string_view path, std::string_view location);

  // An actor at /users/NAME who signs with `key`, and WebFinger for NAME.
  Stranger put_person(const std::string& name, const PrivateKey& key = test_key(KeyType::rsa));
  void put_webfinger(std::string_view handle, std::string_view subject, std::string_view self);

  // Requests since forget(), answered with a document or 404; all of it, or for one path and query.
  [[nodiscard]] size_t asked() const;
  [[nodiscard]] size_t asked(std::string_view target) const;
  [[nodiscard]] std::vector<Request> seen() const;
  void forget();

 private:
  Response answer(const Request& request);
  std::string name_;
  mutable std::mutex mutex_;
  std::map<std::string, Response, std::less<>> documents_;
  std::vector<Request> seen_;
  std::unique_ptr<Listener> listener_;  // last: it calls answer() until its end
};

// What `by` writes, for everybody. `more` is laid over it; a member that is null there goes.
Json note_by(const Stranger& by, const std::string& id, const Json& more = Json::object());
Json activity_by(const Stranger& by, std::string_view type, const Json& object,
                 const Json& more = Json::object());
// The activity that carries `note`, whose id is that of the note and "/create".
Json create_by(const Stranger& by, const Json& note);

}  // namespace hallway::test
