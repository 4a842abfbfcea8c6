#include "tests/support/site.h"

namespace hallway::test {

Site::Site(Internet& net, std::string_view origin)
    : origin_(origin), state_(std::make_shared<State>()) {
  net.serve(origin, [state = state_](const Request& request) {
    state->seen.push_back(request);
    if (state->guard) {
      if (auto instead = state->guard(request)) return *std::move(instead);
    }
    const auto document = state->documents.find(request.target);
    return document == state->documents.end() ? Response{.status = 404} : document->second;
  });
}

void Site::put(std::string_view path, const Json& document, std::string_view type) {
  put(path,
      Response{.headers = {{"Content-Type", std::string(type)}}, .body = dump_json(document)});
}

void Site::put(std::string_view path, Response response) {
  state_->documents[std::string(path)] = std::move(response);
}

void Site::redirect(std::string_view path, std::string_view location) {
  put(path, Response{.status = 302, .headers = {{"Location", std::string(location)}}});
}

void Site::remove(std::string_view path) { state_->documents.erase(std::string(path)); }

Json Site::put_person(const std::string& name, const PublicKey& key) {
  const auto path = "/users/" + name;
  auto document = person_json(at(path), name, key);
  put(path, document);
  const auto domain = origin_.substr(origin_.find("//") + 2);
  put_webfinger(name + "@" + domain, name + "@" + domain, at(path));
  return document;
}

void Site::put_webfinger(std::string_view handle, std::string_view subject, std::string_view self) {
  const Json jrd = {
      {"subject", "acct:" + std::string(subject)},
      {"links", {{{"rel", "self"}, {"type", kActivityJson}, {"href", std::string(self)}}}}};
  put("/.well-known/webfinger?resource=" + percent_encode("acct:" + std::string(handle)), jrd,
      "application/jrd+json");
}

std::string key_id_of(const std::string& iri) { return iri + "#main-key"; }

Json person_json(const std::string& iri, const std::string& name, const PublicKey& key) {
  return {{"@context", "https://www.w3.org/ns/activitystreams"},
          {"id", iri},
          {"type", "Person"},
          {"preferredUsername", name},
          {"name", name},
          {"inbox", iri + "/inbox"},
          {"outbox", iri + "/outbox"},
          {"followers", iri + "/followers"},
          {"following", iri + "/following"},
          {"publicKey", {{"id", key_id_of(iri)}, {"owner", iri}, {"publicKeyPem", key.to_pem()}}}};
}

Request signed_post(std::string_view url, std::string body, const SignWith& with, Time now) {
  OutboundRequest out{.method = "POST", .url = Iri::parse(url).value(), .body = std::move(body)};
  (void)sign_request(out, with.how, with.key_id, with.key, now).ok();
  return {.method = out.method,
          .target = std::string(out.url.target()),
          .path = std::string(out.url.path()),
          .headers = out.headers,
          .body = out.body,
          .scheme = out.url.https() ? "https" : "http",
          .host = out.url.domain().text()};
}

}  // namespace hallway::test
