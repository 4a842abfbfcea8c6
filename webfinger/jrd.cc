#include "webfinger/jrd.h"

#include <algorithm>

#include "storage/values/utf8.h"

namespace hallway {
namespace {

constexpr size_t kMostEntries = 64;
constexpr size_t kMostRels = 32;
constexpr size_t kLongestQuery = 8 * 1024;
constexpr size_t kLongestBody = 256 * 1024;
constexpr std::string_view kActivityJson = "application/activity+json";
constexpr const char* kIntent = "https://w3id.org/fep/3b86/";
constexpr std::string_view kProfile = "https://www.w3.org/ns/activitystreams";

std::optional<std::string> find_text(const Json& object, std::string_view key) {
  const auto text = find_string(object, key);
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

bool names_activity(std::string_view type) {
  const std::string text = lower(type);
  const auto media = std::string_view(text).substr(0, text.find_first_of("; "));
  if (media == kActivityJson) return true;
  return media == "application/ld+json" && text.find(kProfile) != std::string::npos;
}

Json to_json(const JrdLink& link) {
  Json out = {{"rel", link.rel}};
  if (link.type) out["type"] = *link.type;
  if (link.href) out["href"] = *link.href;
  if (link.template_) out["template"] = *link.template_;
  return out;
}

// Neither '+' for a space (this is no form, and handles may have a '+') nor broken UTF-8.
Result<std::string> decode(std::string_view text) {
  std::string out = TRY(percent_decode(text));
  if (!is_utf8(out)) return fail(Code::invalid, "query is not UTF-8");
  return out;
}

JrdLink link_to_page(std::string rel, std::string template_) {
  return {.rel = std::move(rel), .type = {}, .href = {}, .template_ = std::move(template_)};
}

// The pages by which people act on what they found elsewhere.
void add_intents(Jrd& jrd, const std::string& base) {
  const std::string interact = base + "authorize_interaction?uri=";
  jrd.links.push_back(link_to_page("http://ostatus.org/schema/1.0/subscribe", interact + "{uri}"));
  for (const auto* activity : {"Follow", "Like", "Announce", "Object"}) {
    jrd.links.push_back(link_to_page(kIntent + std::string(activity), interact + "{object}"));
  }
  jrd.links.push_back(link_to_page(kIntent + std::string("Create"), base + "share?text={content}"));
}

}  // namespace

Result<Jrd> parse_jrd(std::string_view body) {
  const auto json = parse_json(body, {.bytes = kLongestBody});
  if (!json) return fail(Code::invalid, "JRD: " + json.error().what);
  if (!json->is_object()) return fail(Code::invalid, "JRD is not an object");
  Jrd out;
  out.subject = find_text(*json, "subject").value_or("");
  for (const Json* each : find_list(*json, "aliases")) {
    const auto alias = as_string(*each);
    if (alias && out.aliases.size() < kMostEntries) out.aliases.emplace_back(*alias);
  }
  for (const Json* each : find_list(*json, "links")) {
    auto rel = find_text(*each, "rel");
    if (!rel || out.links.size() == kMostEntries) continue;
    out.links.push_back({.rel = *std::move(rel),
                         .type = find_text(*each, "type"),
                         .href = find_text(*each, "href"),
                         .template_ = find_text(*each, "template")});
  }
  return out;
}

Json to_json(const Jrd& jrd, const std::vector<std::string>& rels) {
  Json links = Json::array();
  for (const JrdLink& link : jrd.links) {
    const bool wanted = rels.empty() || std::ranges::find(rels, link.rel) != rels.end();
    if (wanted) links.push_back(to_json(link));
  }
  return {{"subject", jrd.subject}, {"aliases", jrd.aliases}, {"links", std::move(links)}};
}

std::optional<Iri> self_of(const Jrd& jrd) {
  for (const JrdLink& link : jrd.links) {
    if (link.rel != "self" || !link.href || !link.type || !names_activity(*link.type)) continue;
    auto iri = Iri::parse(*link.href);
    return iri ? std::optional<Iri>(*std::move(iri)) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<Handle> subject_of(const Jrd& jrd) {
  if (lower(std::string_view(jrd.subject).substr(0, 5)) != "acct:") return std::nullopt;
  auto handle = Handle::parse(jrd.subject);
  return handle ? std::optional<Handle>(*std::move(handle)) : std::nullopt;
}

Result<WebfingerQuery> parse_webfinger_query(std::string_view query) {
  if (query.size() > kLongestQuery) return fail(Code::invalid, "WebFinger query is too long");
  WebfingerQuery out;
  bool asked = false;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const size_t equals = std::min(pair.find('='), pair.size());
    const std::string key = TRY(decode(pair.substr(0, equals)));
    std::string value = TRY(decode(pair.substr(std::min(equals + 1, pair.size()))));
    if (key == "rel") {
      if (out.rels.size() == kMostRels) return fail(Code::invalid, "too many rel parameters");
      out.rels.push_back(std::move(value));
    } else if (key == "resource") {
      // RFC 7033 §4.2: absent or malformed is a bad request; so is a choice between several.
      if (asked) return fail(Code::invalid, "several resource parameters");
      asked = true;
      out.resource = std::move(value);
    }
  }
  if (out.resource.empty()) return fail(Code::invalid, "no resource parameter");
  return out;
}

Jrd jrd_of(const LocalSubject& subject) {
  Jrd out;
  out.subject = "acct:" + to_string(subject.handle);
  out.aliases = {subject.page.text()};
  if (subject.actor != subject.page) out.aliases.push_back(subject.actor.text());
  out.links = {
      {.rel = "self",
       .type = std::string(kActivityJson),
       .href = subject.actor.text(),
       .template_ = {}},
      {.rel = "http://webfinger.net/rel/profile-page",
       .type = "text/html",
       .href = subject.page.text(),
       .template_ = {}},
  };
  if (subject.is_node) {
    out.links.push_back({.rel = "https://www.w3.org/ns/activitystreams#Service",
                         .type = std::string(kActivityJson),
                         .href = subject.actor.text(),
                         .template_ = {}});
  } else {
    add_intents(out, subject.base.text());
  }
  if (subject.avatar) {
    JrdLink avatar{.rel = "http://webfinger.net/rel/avatar",
                   .type = {},
                   .href = subject.avatar->text(),
                   .template_ = {}};
    if (!subject.avatar_type.empty()) avatar.type = subject.avatar_type;
    out.links.push_back(std::move(avatar));
  }
  return out;
}

Result<Iri> webfinger_url(const Handle& handle, bool https) {
  if (handle.domain.empty()) return fail(Code::invalid, "a handle without domain: " + handle.name);
  return Iri::parse(
      (https ? "https://" : "http://") + handle.domain.text() +
      "/.well-known/webfinger?resource=" + percent_encode("acct:" + to_string(handle)));
}

}  // namespace hallway
