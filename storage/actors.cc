#include "storage/actors.h"

#include <algorithm>

#include "storage/emoji_record.h"
#include "storage/ids.h"
#include "storage/names.h"
#include "storage/record.h"
#include "storage/search_due.h"
#include "storage/skill_endorsements.h"

namespace hallway {
namespace {

std::unique_ptr<record::WorkProfileT> record_of(const WorkProfile& work) {
  if (work == WorkProfile()) return nullptr;
  auto r = std::make_unique<record::WorkProfileT>();
  r->title = work.title;
  r->team = work.team;
  r->manager = work.manager.text();
  r->place = work.place;
  r->hours = work.hours;
  r->skills = work.skills;
  r->reach = static_cast<record::Label>(work.reach);
  return r;
}

WorkProfile work_of(std::unique_ptr<record::WorkProfileT> r) {
  if (!r) return {};
  return {.title = std::move(r->title),
          .team = std::move(r->team),
          .place = std::move(r->place),
          .hours = std::move(r->hours),
          .manager = iri_from_record(r->manager),
          .skills = std::move(r->skills),
          .reach = static_cast<Label>(r->reach)};
}

std::string encode(const Actor& a) {
  record::ActorT r;
  r.id = a.id.value;
  r.iri = a.iri.text();
  r.type = a.type;
  r.name = a.name;
  r.domain = a.domain;
  r.display_name = a.display_name;
  r.summary = a.summary;
  r.url = a.url.text();
  r.inbox = a.inbox.text();
  r.shared_inbox = a.shared_inbox.text();
  r.outbox = a.outbox.text();
  r.followers = a.followers.text();
  r.following = a.following.text();
  r.featured = a.featured.text();
  r.icon = a.icon.text();
  r.header = a.header.text();
  for (const auto& key : a.keys) {
    auto k = std::make_unique<record::ActorKeyT>();
    k->id = key.id;
    k->der = bytes_for_record(key.der);
    k->expires = key.expires.ms;
    r.keys.push_back(std::move(k));
  }
  for (const auto& field : a.fields) {
    auto f = std::make_unique<record::FieldT>();
    f->name = field.name;
    f->value = field.value;
    f->verified = field.verified.ms;
    r.fields.push_back(std::move(f));
  }
  for (const auto& iri : a.also_known_as) r.also_known_as.push_back(iri.text());
  r.moved_to = a.moved_to.text();
  r.local = a.local;
  r.locked = a.locked;
  r.discoverable = a.discoverable;
  r.indexable = a.indexable;
  r.suspended = a.suspended;
  r.limited = a.limited;
  r.sensitized = a.sensitized;
  r.gone = a.gone;
  r.published = a.published.ms;
  r.fetched = a.fetched.ms;
  r.checked_handle = a.checked_handle;
  r.moved_at = a.moved_at.ms;
  r.emojis = records_of(a.emojis);
  r.featured_tags = a.featured_tags.text();
  r.tags = a.tags;
  r.looked = a.looked.ms;
  r.moving_to = a.moving_to.text();
  r.work = record_of(a.work);
  return encode_record<record::Actor>(r);
}

Result<Actor> decode_actor(std::string_view bytes) {
  auto r = TRY(decode_record<record::Actor>(bytes));
  Actor a;
  a.id = {r.id};
  a.iri = iri_from_record(r.iri);
  a.type = std::move(r.type);
  a.name = std::move(r.name);
  a.domain = std::move(r.domain);
  a.display_name = std::move(r.display_name);
  a.summary = std::move(r.summary);
  a.url = iri_from_record(r.url);
  a.inbox = iri_from_record(r.inbox);
  a.shared_inbox = iri_from_record(r.shared_inbox);
  a.outbox = iri_from_record(r.outbox);
  a.followers = iri_from_record(r.followers);
  a.following = iri_from_record(r.following);
  a.featured = iri_from_record(r.featured);
  a.icon = iri_from_record(r.icon);
  a.header = iri_from_record(r.header);
  for (const auto& key : r.keys) {
    a.keys.push_back({key->id, bytes_from_record(key->der), {key->expires}});
  }
  for (const auto& field : r.fields) {
    a.fields.push_back({field->name, field->value, {field->verified}});
  }
  for (const auto& iri : r.also_known_as) a.also_known_as.push_back(iri_from_record(iri));
  a.moved_to = iri_from_record(r.moved_to);
  a.local = r.local;
  a.locked = r.locked;
  a.discoverable = r.discoverable;
  a.indexable = r.indexable;
  a.suspended = r.suspended;
  a.limited = r.limited;
  a.sensitized = r.sensitized;
  a.gone = r.gone;
  a.published = {r.published};
  a.fetched = {r.fetched};
  a.checked_handle = r.checked_handle;
  a.moved_at = {r.moved_at};
  a.emojis = emojis_of(r.emojis);
  a.featured_tags = iri_from_record(r.featured_tags);
  a.tags = std::move(r.tags);
  a.looked = {r.looked};
  a.moving_to = iri_from_record(r.moving_to);
  a.work = work_of(std::move(r.work));
  return a;
}

Key handle_key(std::string_view name, std::string_view domain) {
  std::string handle(name);
  handle.append("@").append(domain);
  std::ranges::transform(handle, handle.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return key_of_text(handle);
}

Result<void> put_handle(WriteTxn& txn, const Actor& actor) {
  if (actor.name.empty()) return {};  // known by its IRI only
  const auto key = handle_key(actor.name, actor.domain);
  const auto held = txn.get(Table::handles, key);
  if (held && id_at(*held, 0) != actor.id && !actor.local) {
    const auto holder = find_actor(txn, id_at(*held, 0));
    if (holder && !holder->gone && (holder->local || !actor.checked_handle)) return {};
  }
  return txn.put(Table::handles, key, view(value_of(actor.id.value)));
}

// What this actor was called before.
Result<void> erase_handle(WriteTxn& txn, const Actor& old) {
  const auto key = handle_key(old.name, old.domain);
  const auto held = txn.get(Table::handles, key);
  if (!held || id_at(*held, 0) != old.id) return {};
  return txn.erase(Table::handles, key);
}

Key key_key(std::string_view key_id) {
  return key_of(sha256(key_id), static_cast<uint64_t>(Kind::key));
}

bool lists(const Actor& actor, std::string_view key_id) {
  return std::ranges::find(actor.keys, key_id, &ActorKey::id) != actor.keys.end();
}

Result<void> put_key(WriteTxn& txn, const Actor& actor, const std::string& key_id) {
  const auto holder = find_key_owner(txn, key_id);
  if (holder && holder->id != actor.id && !holder->gone) {
    const auto iri = Iri::parse(key_id);
    if (!iri || !iri->same_origin(actor.iri)) return {};
  }
  return txn.put(Table::iris, key_key(key_id), view(value_of(actor.id.value)));
}

// Of skills that they do not name any more.
Result<void> erase_endorsements_of_lost(WriteTxn& txn, const Actor& old, const Actor& fresh) {
  for (const auto& skill : old.work.skills) {
    if (!fresh.work.has_skill(skill)) TRY(erase_skill_endorsements(txn, old.id, skill));
  }
  return {};
}

}  // namespace

uint64_t actor_stamp(const ReadTxn& txn, Id id) {
  const auto value = txn.get(Table::actors, key_of(id));
  return value ? stamp_of(*value) : 0;
}

std::optional<Actor> find_actor(const ReadTxn& txn, Id id) {
  const auto value = txn.get(Table::actors, key_of(id));
  if (!value) return std::nullopt;
  auto actor = decode_actor(*value);
  if (!actor) return std::nullopt;
  return std::move(*actor);
}

std::optional<Actor> find_actor(const ReadTxn& txn, const Iri& iri) {
  const auto id = find_id(txn, iri, Kind::actor);
  return id ? find_actor(txn, *id) : std::nullopt;
}

std::optional<uint64_t> find_actor_version(const ReadTxn& txn, Id id) {
  const auto value = txn.get(Table::actors, key_of(id));
  if (!value) return std::nullopt;
  return std::hash<std::string_view>{}(*value);
}

std::optional<Standing> find_standing(const ReadTxn& txn, Id id) {
  using record::Actor;
  const auto value = txn.get(Table::actors, key_of(id));
  const auto* actor =
      value ? view_flags<Actor>(*value, {Actor::VT_SUSPENDED, Actor::VT_GONE, Actor::VT_LIMITED})
            : nullptr;
  if (!actor) return std::nullopt;
  return Standing{
      .suspended = actor->suspended(), .gone = actor->gone(), .limited = actor->limited()};
}

std::optional<Mailbox> find_mailbox(const ReadTxn& txn, Id id) {
  const auto value = txn.get(Table::actors, key_of(id));
  if (!value) return std::nullopt;
  const auto actor = view_record<record::Actor>(*value);
  if (!actor || (*actor)->local() || (*actor)->gone() || (*actor)->suspended()) return std::nullopt;
  const auto shared = text_of((*actor)->shared_inbox()), own = text_of((*actor)->inbox());
  const auto iri = iri_from_record(std::string(text_of((*actor)->iri())));
  if (own.empty() || iri.empty()) return std::nullopt;
  return Mailbox{.domain = iri.domain(), .inbox = std::string(shared.empty() ? own : shared)};
}

std::optional<Addresses> find_addresses(const ReadTxn& txn, Id id) {
  const auto value = txn.get(Table::actors, key_of(id));
  if (!value) return std::nullopt;
  const auto actor = view_record<record::Actor>(*value);
  if (!actor) return std::nullopt;
  return Addresses{.iri = std::string(text_of((*actor)->iri())),
                   .followers = std::string(text_of((*actor)->followers()))};
}

std::optional<Actor> find_key_owner(const ReadTxn& txn, std::string_view key_id) {
  const auto value = txn.get(Table::iris, key_key(key_id));
  if (!value) return std::nullopt;
  auto actor = find_actor(txn, id_at(*value, 0));
  // The row may be older than the actor's present keys.
  if (!actor || !lists(*actor, key_id)) return std::nullopt;
  return actor;
}

std::optional<Actor> find_actor_by_handle(const ReadTxn& txn, std::string_view name,
                                          std::string_view domain) {
  const auto value = txn.get(Table::handles, handle_key(name, domain));
  return value ? find_actor(txn, id_at(*value, 0)) : std::nullopt;
}

Result<void> put_actor(WriteTxn& txn, Actor& actor, Time now) {
  if (!actor.id) actor.id = find_id(txn, actor.iri, Kind::actor).value_or(Id{});
  if (!actor.id) actor.id = allocate_id(txn, Table::actors, actor.published, now);
  TRY(put_name(txn, actor.iri, {.kind = Kind::actor, .id = actor.id}));
  const auto old = find_actor(txn, actor.id);
  if (old && old->handle() != actor.handle()) {
    TRY(erase_handle(txn, *old));
  }
  if (old) TRY(erase_endorsements_of_lost(txn, *old, actor));
  TRY(txn.put(Table::actors, key_of(actor.id), encode(actor)));
  for (const auto& key : actor.keys) {
    TRY(put_key(txn, actor, key.id));
  }
  TRY(add_search_due(txn, actor.id, Searched::actor));
  return put_handle(txn, actor);
}

Result<void> add_departed(WriteTxn& txn, Id actor) {
  return txn.put(Table::departed, key_of(actor), {});
}

Result<void> erase_departed(WriteTxn& txn, Id actor) {
  return txn.erase(Table::departed, key_of(actor));
}

std::vector<Id> list_departed(const ReadTxn& txn, size_t most) {
  std::vector<Id> actors;
  if (most == 0) return actors;
  txn.scan(Table::departed, {}, [&](std::string_view key, std::string_view) {
    actors.push_back(id_at(key, 0));
    return actors.size() < most;
  });
  return actors;
}

void for_each_restrained_actor(const ReadTxn& txn, const std::function<void(const Actor&)>& visit) {
  txn.scan(Table::actors, {}, [&](std::string_view, std::string_view value) {
    const auto actor = view_record<record::Actor>(value);
    if (!actor || (!(*actor)->suspended() && !(*actor)->limited())) return true;
    if (const auto whole = decode_actor(value)) visit(*whole);
    return true;
  });
}

void scan_actors(const ReadTxn& txn, Id before, const std::function<bool(const Actor&)>& visit) {
  const auto end = key_of(before);
  txn.scan_down(
      Table::actors, {},
      [&](std::string_view, std::string_view value) {
        const auto actor = decode_actor(value);
        return !actor || visit(*actor);
      },
      before ? end.view() : std::string_view());
}

void for_each_local_actor(const ReadTxn& txn, const std::function<void(const Actor&)>& visit) {
  txn.scan(Table::accounts, {}, [&](std::string_view, std::string_view value) {
    const auto account = view_record<record::Account>(value);
    if (!account) return true;
    if (const auto actor = find_actor(txn, Id{(*account)->actor()})) visit(*actor);
    return true;
  });
}

}  // namespace hallway
