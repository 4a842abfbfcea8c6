#include "tests/attacks/host.h"

#include <atomic>

#include "tests/attacks/outside.h"

namespace hallway::test {
namespace {

constexpr std::string_view kPublicCollection = "https://www.w3.org/ns/activitystreams#Public";

Json laid_over(Json document, const Json& more) {
  for (const auto& [key, value] : more.items()) {
    if (value.is_null()) {
      document.erase(key);
    } else {
      document[key] = value;
    }
  }
  return document;
}

}  // namespace

Host::Host(const std::string& address, const std::string& name)
    : name_(name.empty() ? address : name) {
  if (!name.empty()) outside::name(name, {address});
  ListenerOptions options;
  options.bind = address;
  options.workers = 4;
  auto started =
      Listener::start(std::move(options), [this](const Request& r) { return answer(r); });
  if (started) listener_ = std::move(*started);
}

std::string Host::domain() const { return name_ + ":" + std::to_string(port()); }

std::string Host::at(std::string_view path) const {
  return "http://" + domain() + std::string(path);
}

void Host::put(std::string_view path, const Json& document, std::string_view type) {
  put(path,
      Response{.headers = {{"Content-Type", std::string(type)}}, .body = dump_json(document)});
}

void Host::put(std::string_view path, Response response) {
  const std::lock_guard lock(mutex_);
  documents_[std::string(path)] = std::move(response);
}

void Host::redirect(std::string_view path, std::string_view location) {
  put(path, Response{.status = 302, .headers = {{"Location", std::string(location)}}});
}

Stranger Host::put_person(const std::string& name, const PrivateKey& key) {
  const auto path = "/users/" + name;
  put(path, person_json(at(path), name, key.public_key()));
  put_webfinger(name + "@" + domain(), name + "@" + domain(), at(path));
  const auto how = key.type() == KeyType::rsa ? Signing::cavage_rsa : Signing::rfc9421_ed25519;
  return {.iri = at(path), .sign = {.key_id = key_id_of(at(path)), .key = key, .how = how}};
}

void Host::put_webfinger(std::string_view handle, std::string_view subject, std::string_view self) {
  const Json jrd = {
      {"subject", "acct:" + std::string(subject)},
      {"links", {{{"rel", "self"}, {"type", kActivityJson}, {"href", std::string(self)}}}}};
  put("/.well-known/webfinger?resource=" + percent_encode("acct:" + std::string(handle)), jrd,
      "application/jrd+json");
}

size_t Host::asked() const {
  const std::lock_guard lock(mutex_);
  return seen_.size();
}

size_t Host::asked(std::string_view target) const {
  const std::lock_guard lock(mutex_);
  return static_cast<size_t>(std::ranges::count(seen_, target, &Request::target));
}

std::vector<Request> Host::seen() const {
  const std::lock_guard lock(mutex_);
  return seen_;
}

void Host::forget() {
  const std::lock_guard lock(mutex_);
  seen_.clear();
}

Response Host::answer(const Request& request) {
  const std::lock_guard lock(mutex_);
  seen_.push_back(request);
  const auto found = documents_.find(request.target);
  return found == documents_.end() ? Response{.status = 404} : found->second;
}

Json note_by(const Stranger& by, const std::string& id, const Json& more) {
  return laid_over({{"@context", "https://www.w3.org/ns/activitystreams"},
                    {"id", id},
                    {"type", "Note"},
                    {"attributedTo", by.iri},
                    {"content", "<p>Words.</p>"},
                    {"to", Json::array({kPublicCollection})}},
                   more);
}

Json activity_by(const Stranger& by, std::string_view type, const Json& object, const Json& more) {
  static std::atomic<int> count = 0;
  return laid_over({{"@context", "https://www.w3.org/ns/activitystreams"},
                    {"id", by.iri + "/activities/" + std::to_string(++count)},
                    {"type", type},
                    {"actor", by.iri},
                    {"object", object}},
                   more);
}

Json create_by(const Stranger& by, const Json& note) {
  const auto id = std::string(find_string(note, "id").value_or(""));
  return activity_by(by, "Create", note, {{"id", id + "/create"}});
}

}  // namespace hallway::test
