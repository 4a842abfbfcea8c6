#include "federation/other_object.h"

#include <algorithm>
#include <array>

#include "federation/note.h"
#include "storage/kept_objects.h"

namespace hallway {
namespace {

// What stays as it is, whoever writes what into an Update.
constexpr std::array<std::string_view, 9> kFixed = {
    "id", "type", "attributedTo", "published", "items", "orderedItems", "totalItems", "bto", "bcc"};

Json& object_in(Json& activity) {
  auto& object = activity["object"];
  if (object.is_array() && !object.empty()) object = Json(object.front());
  return object;
}

std::string_view items_key(const Json& collection) {
  return type_of(collection) == "OrderedCollection" ? "orderedItems" : "items";
}

Result<void> keep(Local& local, KeptObject& kept, const Json& object) {
  kept.json = dump_json(object);
  kept.at = local.now;
  if (kept.json.size() > kMostObjectBytes) {
    return fail(Code::invalid,
                "an object holds at most " + std::to_string(kMostObjectBytes) + " bytes");
  }
  return put_kept_object(local.txn, kept, local.now);
}

struct Kept {
  KeptObject record;
  Json object;
};

Result<Kept> own_object(Local& local, const Iri& id) {
  const auto number = object_at(local.home, local.actor, id);
  if (!number) {
    return local.home.owns(id) ? Error(fail(Code::forbidden, id.text() + " is somebody else's"))
                               : Error(fail(Code::not_found, "no object " + id.text()));
  }
  auto record = find_kept_object(local.txn, local.actor.id, *number);
  if (!record) return fail(Code::not_found, "no object " + id.text());
  if (record->gone) return fail(Code::gone, id.text() + " was deleted");
  auto object = TRY(parse_json(record->json));
  return Kept{std::move(*record), std::move(object)};
}

// Whoever was told of it hears of the change as well.
Audience with_old(Audience audience, const Json& object) {
  const auto add = [&](std::string_view key, std::vector<std::string>& list) {
    for (const auto* value : find_list(object, key)) {
      const auto iri = as_string(*value);
      if (iri && std::ranges::find(list, *iri) == list.end()) list.emplace_back(*iri);
    }
  };
  add("to", audience.to);
  add("cc", audience.cc);
  return audience;
}

Json list_json(const std::vector<std::string>& list) {
  Json out = Json::array();
  for (const auto& text : list) out.push_back(text);
  return out;
}

// Only addresses: what a thing in a collection is, its own address says.
Result<void> make_collection(Json& object) {
  const auto key = std::string(items_key(object));
  std::vector<std::string> items;
  for (const auto* given : {"items", "orderedItems"}) {
    for (const auto& iri : find_iris(object, given)) {
      if (std::ranges::find(items, iri.text()) == items.end()) items.push_back(iri.text());
    }
    object.erase(given);
  }
  if (items.size() > kMostItems) {
    return fail(Code::invalid, "a collection holds at most " + std::to_string(kMostItems));
  }
  object["totalItems"] = items.size();
  object[key] = list_json(items);
  return {};
}

Result<Kept> own_collection(Local& local, const Iri& id) {
  auto kept = TRY(own_object(local, id));
  if (!is_collection_type(type_of(kept.object))) {
    return fail(Code::invalid, id.text() + " is no collection");
  }
  return kept;
}

Result<Iri> item_of(const Json& activity) {
  auto item = find_iri(activity, "object");
  if (!item) return fail(Code::invalid, "the object is no http(s) address");
  return *std::move(item);
}

Result<Recorded> keep_and_send(Local& local, Kept kept, OtherWish wish) {
  TRY(keep(local, kept.record, kept.object));
  return send_other(local, std::move(wish.activity),
                    with_old(std::move(wish.audience), kept.object));
}

}  // namespace

bool is_collection_type(std::string_view type) {
  return type == "Collection" || type == "OrderedCollection";
}

Result<Recorded> create_object(Local& local, OtherWish wish) {
  auto& object = object_in(wish.activity);
  if (!object.is_object() || type_of(object).empty()) {
    return fail(Code::invalid, "a Create carries an object with a type");
  }
  if (count_kept_objects(local.txn, local.actor.id, kMostObjects) == kMostObjects) {
    return fail(Code::invalid, "one person keeps at most " + std::to_string(kMostObjects) +
                                   " objects that are no posts");
  }
  KeptObject kept{.id = next_kept_object(local.txn, local.actor.id, local.now),
                  .owner = local.actor.id};
  for (const auto* given : {"bto", "bcc", "audience"}) object.erase(given);
  object["id"] = local.home.thing(local.actor.name, "objects", kept.id).text();
  object["attributedTo"] = local.actor.iri.text();
  object["published"] = to_rfc3339(local.now);
  object["to"] = list_json(wish.audience.to);
  object["cc"] = list_json(wish.audience.cc);
  if (is_collection_type(type_of(object))) TRY(make_collection(object));
  TRY(keep(local, kept, object));
  return send_other(local, std::move(wish.activity), wish.audience);
}

Result<Recorded> update_object(Local& local, const Iri& id, OtherWish wish) {
  auto kept = TRY(own_object(local, id));
  auto& given = object_in(wish.activity);
  if (!given.is_object()) return fail(Code::invalid, "an Update carries its object");
  for (const auto& [key, value] : given.items()) {
    if (std::ranges::find(kFixed, key) != kFixed.end()) continue;
    if (value.is_null()) {
      kept.object.erase(key);
    } else {
      kept.object[key] = value;
    }
  }
  kept.object["updated"] = to_rfc3339(local.now);
  given = kept.object;
  return keep_and_send(local, std::move(kept), std::move(wish));
}

Result<Recorded> delete_object(Local& local, const Iri& id, OtherWish wish) {
  auto kept = TRY(own_object(local, id));
  const auto audience = with_old(std::move(wish.audience), kept.object);
  const Json tombstone{{"id", id.text()},
                       {"type", "Tombstone"},
                       {"formerType", type_of(kept.object)},
                       {"deleted", to_rfc3339(local.now)},
                       {"to", list_json(audience.to)},
                       {"cc", list_json(audience.cc)}};
  kept.record.gone = true;
  TRY(keep(local, kept.record, tombstone));
  wish.activity["object"] = tombstone;
  return send_other(local, std::move(wish.activity), audience);
}

Result<Recorded> add_item(Local& local, const Iri& collection, OtherWish wish) {
  auto kept = TRY(own_collection(local, collection));
  const auto item = TRY(item_of(wish.activity));
  auto& items = kept.object[std::string(items_key(kept.object))];
  if (std::ranges::find(items, Json(item.text())) != items.end()) {
    return fail(Code::conflict, item.text() + " is in that collection already");
  }
  if (items.size() >= kMostItems) {
    return fail(Code::invalid, "a collection holds at most " + std::to_string(kMostItems));
  }
  items.insert(items.begin(), item.text());
  kept.object["totalItems"] = items.size();
  return keep_and_send(local, std::move(kept), std::move(wish));
}

Result<Recorded> remove_item(Local& local, const Iri& collection, OtherWish wish) {
  auto kept = TRY(own_collection(local, collection));
  const auto item = TRY(item_of(wish.activity));
  auto& items = kept.object[std::string(items_key(kept.object))];
  const auto found = std::ranges::find(items, Json(item.text()));
  if (found == items.end()) {
    return fail(Code::conflict, item.text() + " is not in that collection");
  }
  items.erase(found);
  kept.object["totalItems"] = items.size();
  return keep_and_send(local, std::move(kept), std::move(wish));
}

std::optional<Id> object_at(const Home& home, const Actor& actor, const Iri& iri) {
  const auto number = parse_id(iri.text().substr(iri.text().rfind('/') + 1));
  if (!number || !(home.thing(actor.name, "objects", *number) == iri)) return std::nullopt;
  return *number;
}

}  // namespace hallway
