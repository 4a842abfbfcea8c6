#pragma once
// RFC 7033: JSON Resource Descriptors, read and written, and what a WebFinger query asks for. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/values/json.h"
#include "webfinger/handle.h"

namespace hallway {

struct JrdLink {
  std::string rel;
  std::optional<std::string> type;
  std::optional<std::string> href;
  std::optional<std::string> template_;  // RFC 6415, for ostatus subscribe
};

struct Jrd {
  std::string subject;
  std::vector<std::string> aliases;
  std::vector<JrdLink> links;
};

// Fails with invalid; at most 64 links and aliases are kept.
Result<Jrd> parse_jrd(std::string_view body);
// `rels` empty: all links; else only those (RFC 7033 §4.3).
Json to_json(const Jrd& jrd, const std::vector<std::string>& rels = {});

// The actor a JRD names: the href of the first link with rel "self" and type
// application/activity+json or application/ld+json with the ActivityStreams profile.
std::optional<Iri> self_of(const Jrd& jrd);
// The handle its subject names, where it is an acct: URI.
std::optional<Handle> subject_of(const Jrd& jrd);

// What a query string asks: exactly one `resource`, any number of `rel`. Fails with invalid.
struct WebfingerQuery {
  std::string resource;
  std::vector<std::string> rels;
};
Result<WebfingerQuery> parse_webfinger_query(std::string_view query);

// Facts about one of our actors, as a JRD: canonical subject, aliases (actor id and page), links
// self, profile page, avatar, subscribe template; of a person also where they follow, like, boost
// and write (FEP-3b86), of the node itself that it is the server's actor (FEP-d556).
struct LocalSubject {
  Handle handle;
  Iri actor;
  Iri page;
  std::optional<Iri> avatar;
  std::string avatar_type;
  Iri base;  // "https://design.example/"
  bool is_node = false;
};
Jrd jrd_of(const LocalSubject& subject);

// RFC 7033 §4: the address to ask about `handle`.
Result<Iri> webfinger_url(const Handle& handle, bool https);

}  // namespace hallway
