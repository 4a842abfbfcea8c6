#include "federation/key_document.h"

#include <algorithm>

#include "federation/actor.h"

namespace hallway {
namespace {

constexpr const char* kKeyLists[] = {"publicKey", "assertionMethod"};

Error no_key(std::string what) { return fail(Code::unauthenticated, std::move(what)); }

bool lists(const Actor& actor, const Iri& key_id) {
  return std::ranges::any_of(actor.keys,
                             [&](const ActorKey& key) { return key.id == key_id.text(); });
}

// By its id alone, as actors do whose keys have documents of their own.
bool refers_to(const Json& actor, const Iri& key_id) {
  for (const char* list : kKeyLists) {
    for (const Json* key : find_list(actor, list)) {
      const auto id = key->is_string() ? as_string(*key) : find_string(*key, "id");
      if (id == std::string_view(key_id.text())) return true;
    }
  }
  return false;
}

bool is_key(const Json& document) {
  return !find_member(document, "inbox") &&
         (find_string(document, "publicKeyPem") || find_string(document, "publicKeyMultibase"));
}

Result<ActorKey> parse_key(const Json& key, const Iri& key_id, Time now) {
  if (find_string(key, "id") != std::string_view(key_id.text())) {
    return no_key("the key at " + key_id.text() + " has another id");
  }
  const auto expires = find_time(key, "expires");
  if (is_spoiled(key) || (expires && *expires <= now)) {
    return no_key("the key " + key_id.text() + " is no longer valid");
  }
  const auto pem = find_string(key, "publicKeyPem");
  const auto parsed = pem ? PublicKey::from_pem(*pem)
                          : PublicKey::from_multibase(*find_string(key, "publicKeyMultibase"));
  const auto material = TRY(parsed);
  return ActorKey{
      .id = key_id.text(), .der = material.to_der(), .expires = expires.value_or(Time{})};
}

Result<Document> fetch_at(Fetcher& fetcher, const Iri& iri, const Iri& key_id) {
  auto document = TRY(fetcher.fetch(iri));
  if (!document.url.same_origin(key_id)) {
    return no_key("the key " + key_id.text() + " leads elsewhere, to " + document.url.text());
  }
  return document;
}

// The owner of a key that has a document of its own.
Result<Actor> follow_key(Fetcher& fetcher, const Iri& key_id, const Json& json, Time now) {
  auto key = TRY(parse_key(json, key_id, now));
  auto owner = find_iri(json, "owner");
  if (!owner) owner = find_iri(json, "controller");
  if (!owner || !owner->same_origin(key_id)) {
    return no_key("the key " + key_id.text() + " has no owner of its origin");
  }
  const auto document = TRY(fetch_at(fetcher, *owner, key_id));
  auto actor = TRY(parse_actor(document.json));
  if (actor.iri != *owner) return no_key("the owner of " + key_id.text() + " has another id");
  if (!lists(actor, key_id)) {
    if (!refers_to(document.json, key_id)) {
      return no_key(actor.iri.text() + " does not list the key " + key_id.text());
    }
    actor.keys.push_back(std::move(key));
  }
  return actor;
}

Result<Actor> find_owner(Fetcher& fetcher, const Iri& key_id, Time now) {
  const auto document = TRY(fetch_at(fetcher, key_id, key_id));
  if (is_key(document.json)) return follow_key(fetcher, key_id, document.json, now);
  auto actor = TRY(parse_actor(document.json));
  if (!lists(actor, key_id)) {
    return no_key(actor.iri.text() + " does not list the key " + key_id.text());
  }
  return actor;
}

}  // namespace

Result<Actor> fetch_key_owner(Fetcher& fetcher, const Iri& key_id, Time now) {
  auto owner = find_owner(fetcher, key_id, now);
  if (owner || owner.error().retryable() || owner.error().code == Code::gone) return owner;
  return no_key(owner.error().what);
}

}  // namespace hallway
