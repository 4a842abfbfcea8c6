#include "federation/actor.h"

#include <algorithm>
#include <array>

#include "federation/attachment.h"
#include "federation/capabilities.h"
#include "federation/collections.h"
#include "federation/emoji.h"
#include "federation/featured_tags.h"
#include "federation/html.h"
#include "federation/move.h"
#include "federation/note.h"
#include "federation/plain_text.h"
#include "federation/profile_page.h"
#include "federation/work_profile.h"
#include "webfinger/handle.h"

namespace hallway {
namespace {

constexpr std::array<std::string_view, 5> kActorTypes = {"Person", "Service", "Group",
                                                         "Organization", "Application"};
constexpr size_t kMostKeys = 16, kMostFields = 50, kMostAliases = 64;
constexpr size_t kMostName = 2'048, kMostSummary = 20'000;

std::string actor_type(const Json& document) {
  for (const auto* value : find_list(document, "type")) {
    const auto type = as_string(*value).value_or("");
    if (std::ranges::find(kActorTypes, type) != kActorTypes.end()) return std::string(type);
  }
  return {};
}

// A key counts only if it says it belongs to this actor and lies on the actor's own origin (attacks
// 3-5).
bool belongs(const Json& key, std::string_view id, const Iri& actor,
             std::string_view owner_property) {
  const auto owner = find_iri(key, owner_property);
  const auto at = Iri::parse(id);
  return owner && *owner == actor && at.ok() && at->same_origin(actor);
}

void add_key(Actor& actor, std::string_view id, const Result<PublicKey>& key, const Json& said) {
  const auto same_id = [&](const ActorKey& k) { return k.id == id; };
  if (!key.ok() || is_spoiled(said) || actor.keys.size() == kMostKeys) return;
  // The same id with other material: none of the two can be trusted, the first stays (attack 4).
  if (std::ranges::any_of(actor.keys, same_id)) return;
  actor.keys.push_back(
      {std::string(id), key->to_der(), find_time(said, "expires").value_or(Time{})});
}

void read_keys(const Json& document, Actor& actor) {
  for (const auto* key : find_list(document, "publicKey")) {
    const auto id = find_string(*key, "id");
    const auto pem = find_string(*key, "publicKeyPem");
    if (id && pem && belongs(*key, *id, actor.iri, "owner")) {
      add_key(actor, *id, PublicKey::from_pem(*pem), *key);
    }
  }
  for (const auto* key : find_list(document, "assertionMethod")) {  // FEP-521a
    const auto id = find_string(*key, "id");
    const auto multibase = find_string(*key, "publicKeyMultibase");
    if (id && multibase && belongs(*key, *id, actor.iri, "controller")) {
      add_key(actor, *id, PublicKey::from_multibase(*multibase), *key);
    }
  }
}

void read_fields(const Json& document, Actor& actor) {
  for (const auto* value : find_list(document, "attachment")) {
    if (type_of(*value) != "PropertyValue" || actor.fields.size() == kMostFields) continue;
    actor.fields.push_back({clipped(text_of_html(find_text(*value, "name")), 500),
                            sanitize_html(clipped(find_text(*value, "value"), 5'000))});
  }
}

Iri picture(const Json& document, std::string_view key) {
  for (const auto* value : find_list(document, key)) {
    if (const auto direct = as_string(*value)) return Iri::parse(*direct).value_or(Iri());
    for (const auto* url : find_list(*value, "url")) {
      if (const auto iri = iri_of(*url)) return *iri;
    }
  }
  return {};
}

Iri own_iri(const Json& document, std::string_view key, const Iri& actor) {
  const auto iri = find_iri(document, key);
  return iri && iri->same_origin(actor) ? *iri : Iri();
}

// FEP-2c59: where its handle is, if not where its id is. What it says of its own name counts, not
// another.
void read_claimed_domain(const Json& document, Actor& actor) {
  const auto said = Handle::parse(find_string(document, "webfinger").value_or(""));
  if (said && *said == Handle{actor.name, said->domain}) actor.domain = said->domain.text();
}

void read_endpoints(const Json& document, Actor& actor) {
  actor.outbox = own_iri(document, "outbox", actor.iri);
  actor.followers = own_iri(document, "followers", actor.iri);
  actor.following = own_iri(document, "following", actor.iri);
  actor.featured = own_iri(document, "featured", actor.iri);
  actor.featured_tags = own_iri(document, "featuredTags", actor.iri);
  const auto* endpoints = find_member(document, "endpoints");
  // A shared inbox of another origin would let one host draw what is meant for another.
  if (endpoints) actor.shared_inbox = own_iri(*endpoints, "sharedInbox", actor.iri);
}

Json keys_json(const Actor& actor, Json& document) {
  Json multikeys = Json::array();
  for (const auto& stored : actor.keys) {
    const auto key = PublicKey::from_der(stored.der);
    if (!key) continue;
    if (key->type() == KeyType::rsa) {
      document["publicKey"] = {
          {"id", stored.id}, {"owner", actor.iri.text()}, {"publicKeyPem", key->to_pem()}};
    } else {
      multikeys.push_back({{"id", stored.id},
                           {"type", "Multikey"},
                           {"controller", actor.iri.text()},
                           {"publicKeyMultibase", key->to_multibase()}});
    }
  }
  return multikeys;
}

Json fields_json(const Actor& actor) {
  Json out = Json::array();
  for (const auto& field : actor.fields) {
    out.push_back({{"type", "PropertyValue"}, {"name", field.name}, {"value", field_html(field)}});
  }
  return out;
}

// What programs of people use besides (ActivityPub §4.1); the instance actor is nobody's.
Json endpoints_json(const Actor& actor, const Home& home) {
  Json out{{"sharedInbox", home.shared_inbox().text()}};
  if (actor.iri == home.instance_actor()) return out;
  out["proxyUrl"] = actor.iri.text() + "/proxy";
  out["uploadMedia"] = actor.iri.text() + "/media";
  out["oauthAuthorizationEndpoint"] = home.at("oauth/authorize").text();
  out["oauthTokenEndpoint"] = home.at("oauth/token").text();
  return out;
}

}  // namespace

bool is_spoiled(const Json& key) {
  return find_member(key, "revoked") || find_member(key, "secretKeyMultibase") ||
         (find_member(key, "expires") && !find_time(key, "expires"));
}

Result<Actor> parse_actor(const Json& document) {
  Actor actor;
  const auto id = find_iri(document, "id");
  if (!id) return fail(Code::invalid, "the actor has no id that is an http(s) address");
  actor.iri = *id;
  actor.type = actor_type(document);
  if (actor.type.empty()) return fail(Code::invalid, actor.iri.text() + " is no actor");
  actor.inbox = own_iri(document, "inbox", actor.iri);
  if (actor.inbox.empty())
    return fail(Code::invalid, actor.iri.text() + " has no inbox of its own origin");
  const auto name = find_text(document, "preferredUsername");
  if (name.empty() || name.size() > kMostName) {
    return fail(Code::invalid, actor.iri.text() + " has no preferredUsername");
  }
  actor.name = name;
  actor.domain = actor.iri.domain().text();
  read_claimed_domain(document, actor);
  actor.display_name = clipped(text_of_html(find_text(document, "name")), kMostName);
  actor.summary = sanitize_html(clipped(find_text(document, "summary"), kMostSummary));
  if (const auto urls = find_iris(document, "url"); !urls.empty()) actor.url = urls.front();
  read_endpoints(document, actor);
  actor.icon = picture(document, "icon");
  actor.header = picture(document, "image");
  read_keys(document, actor);
  actor.work = read_work(document);
  read_fields(document, actor);
  leave_out_work(actor.fields, actor.work);
  actor.emojis = find_emojis(document);
  for (const auto& alias : find_iris(document, "alsoKnownAs")) {
    if (actor.also_known_as.size() < kMostAliases) actor.also_known_as.push_back(alias);
  }
  actor.moved_to = find_iri(document, "movedTo").value_or(Iri());
  actor.locked = find_bool(document, "manuallyApprovesFollowers").value_or(false);
  actor.discoverable = find_bool(document, "discoverable").value_or(false);
  actor.indexable = find_bool(document, "indexable").value_or(false);
  actor.published = find_time(document, "published").value_or(Time{});
  actor.verifies = shown_by(document);
  return actor;
}

Json to_json(const Actor& actor, const Home& home) {
  Json out{{"id", actor.iri.text()},
           {"type", actor.type},
           {"preferredUsername", actor.name},
           {"webfinger", to_string(Handle{actor.name, home.domain})},
           {"name", actor.shown_name()},
           {"summary", actor.summary},
           {"url", actor.url.text()},
           {"inbox", actor.inbox.text()},
           {"outbox", actor.outbox.text()},
           {"followers", actor.followers.text()},
           {"following", actor.following.text()},
           {"featured", actor.featured.text()},
           {"featuredTags", featured_tags_of(actor).text()},
           {"liked", liked_of(actor).text()},
           {"endpoints", endpoints_json(actor, home)},
           {"attachment", fields_json(actor)},
           {"tag", emoji_tags(actor.emojis, home)},
           {"manuallyApprovesFollowers", actor.locked},
           {"discoverable", actor.discoverable},
           {"indexable", actor.indexable},
           {"published", to_rfc3339(actor.published)}};
  out["assertionMethod"] = keys_json(actor, out);
  out["generator"] = our_generator();
  // FEP-844e, for who finds the server's own actor by its host (FEP-d556).
  if (actor.type == "Application") out["implements"] = our_generator()["implements"];
  if (!actor.icon.empty()) out["icon"] = picture_json(actor.icon);
  if (!actor.header.empty()) out["image"] = picture_json(actor.header);
  if (!actor.moved_to.empty()) out["movedTo"] = actor.moved_to.text();
  for (const auto& alias : actor.also_known_as) out["alsoKnownAs"].push_back(alias.text());
  if (actor.work.reach == Label::public_) add_work(out, actor.work);
  return out;
}

Actor local_actor(const Home& home, std::string_view name, Time now) {
  Actor actor;
  const bool instance = name == kInstanceActorName;
  actor.iri = instance ? home.instance_actor() : home.actor(name);
  actor.type = instance ? "Application" : "Person";
  actor.name = name;
  actor.domain = home.domain.text();
  actor.url = instance ? home.base : home.profile(name);
  const auto under = [&](std::string_view leaf) {
    return home.at(std::string(actor.iri.path().substr(1)) + "/" + std::string(leaf));
  };
  actor.inbox = under("inbox");
  actor.shared_inbox = home.shared_inbox();
  actor.outbox = under("outbox");
  actor.followers = under("followers");
  actor.following = under("following");
  actor.featured = under("collections/featured");
  actor.local = true;
  actor.discoverable = !instance;
  actor.published = now;
  actor.fetched = now;
  actor.checked_handle = true;
  return actor;
}

Result<Actor> store_remote_actor(WriteTxn& txn, Actor read, bool handle_checked, Time now) {
  if (!handle_checked) read.domain = read.iri.domain().text();  // not what it claims
  const auto known = find_actor(txn, read.iri);
  if (known && known->local) return fail(Code::forbidden, read.iri.text() + " is one of our own");
  if (known && known->gone) return fail(Code::gone, read.iri.text() + " was deleted");
  if (known) {
    read.id = known->id;
    read.suspended = known->suspended;
    read.limited = known->limited;
    read.sensitized = known->sensitized;
    read.moved_at = known->moved_at;
    read.tags = known->tags;
    read.looked = known->looked;
    // A handle on another domain than the IRI's was checked once; a document cannot change it.
    if (!handle_checked && known->checked_handle && known->name == read.name) {
      read.domain = known->domain;
      read.checked_handle = true;
    }
  }
  if (handle_checked) read.checked_handle = true;
  read.local = false;
  read.fetched = now;
  TRY(put_actor(txn, read, now));
  TRY(remember_shown(txn, read.iri.domain(), read.verifies, now));
  TRY(ask_where_they_moved(txn, read, now));
  return read;
}

Result<void> receive_actor_update(Inbound& in, const Json& object) {
  auto read = TRY(parse_actor(object));
  if (!(read.iri == in.actor.iri)) {
    return fail(Code::forbidden, in.actor.iri.text() + " may not update " + read.iri.text());
  }
  TRY(take(in));
  TRY(store_remote_actor(in.txn, std::move(read), /*handle_checked=*/false, in.now));
  return {};
}

Result<void> receive_actor_delete(Inbound& in) {
  TRY(take(in));
  return bury_actor(in.txn, in.actor, in.now);
}

}  // namespace hallway
