#pragma once
// A host of strangers on the in-process internet, whose documents a test writes by hand.

#include <map>
#include <string>
#include <string_view>

#include "federation/signature.h"
#include "storage/values/json.h"
#include "tests/support/internet.h"
#include "tests/support/keys.h"

namespace hallway::test {

inline constexpr std::string_view kActivityJson = "application/activity+json";

class Site {
 public:
  Site(Internet& net, std::string_view origin);

  void put(std::string_view path, const Json& document, std::string_view type = kActivityJson);
  void put(std::string_view path, Response response);  // path and query, where it matters
  void redirect(std::string_view path, std::string_view location);
  void remove(std::string_view path);  // 404 from now on
  // "https://remote.example" + path
  [[nodiscard]] std::string at(std::string_view path) const { return origin_ + std::string(path); }
  // Asked before each answer; an answer of its own is sent instead of the document.
  using Guard = std::function<std::optional<Response>(const Request&)>;
  void guard(Guard guard) { state_->guard = std::move(guard); }
  [[nodiscard]] const std::vector<Request>& seen() const { return state_->seen; }

  // An actor at /users/NAME with `key` as its #main-key, and WebFinger for NAME. Returns its
  // document.
  Json put_person(const std::string& name, const PublicKey& key);
  // WebFinger of this host for `handle` ("alice@remote.example"): answers with `subject` and
  // `self`.
  void put_webfinger(std::string_view handle, std::string_view subject, std::string_view self);

 private:
  struct State {
    std::map<std::string, Response, std::less<>> documents;
    Guard guard;
    std::vector<Request> seen;
  };
  std::string origin_;
  std::shared_ptr<State> state_;  // with the handler, which the internet keeps
};

Json person_json(const std::string& iri, const std::string& name, const PublicKey& key);
// `iri` with the fragment that person_json gives its key.
std::string key_id_of(const std::string& iri);

// As its receiver gets it: a POST to `url`, signed.
struct SignWith {
  std::string key_id;
  PrivateKey key;
  Signing how = Signing::cavage_rsa;
};
Request signed_post(std::string_view url, std::string body, const SignWith& with, Time now);

}  // namespace hallway::test
