#include "federation/act.h"

#include <algorithm>

#include "federation/context.h"
#include "federation/proof.h"
#include "storage/ids.h"
#include "storage/names.h"

namespace hallway {

namespace {

std::string object_id(const Json& activity) {
  const auto object = find_iri(activity, "object");
  return object ? object->text() : std::string();
}

// What an activity's name says of its object's, where it is made of that: no two objects make one
// name. Else empty.
std::string_view object_in(std::string_view name) {
  for (const std::string_view end : {"/activity", "/create", "#create"}) {
    if (name.ends_with(end)) return name.substr(0, name.size() - end.size());
  }
  return {};
}

Result<void> log(Inbound& in) {
  in.seq = TRY(append_log(in.txn, in.payload,
                          {.at = in.now,
                           .source = in.source,
                           .actor = in.actor.iri.text(),
                           .type = in.type,
                           .activity = in.name().text(),
                           .object = object_id(in.activity)}));
  return {};
}

// A context is of texts and objects, each once; a list in it would be no context (JSON-LD §4.1).
void add_context(Json& context, const Json& one) {
  const bool fits = one.is_string() || one.is_object();
  if (fits && std::ranges::find(context, one) == context.end()) context.push_back(one);
}

// Nobody learns who else got it.
void strip_blind_copies(Json& activity) {
  for (const auto* secret : {"bto", "bcc"}) {
    activity.erase(secret);
    if (const auto object = activity.find("object");
        object != activity.end() && object->is_object())
      object->erase(secret);
  }
}

}  // namespace

bool was_taken(const ReadTxn& txn, const Iri& name) {
  if (name.empty()) return false;
  if (seen(txn, name)) return true;
  const auto object = Iri::parse(object_in(name.text()));
  return object && find_id(txn, *object, Kind::post);
}

Result<void> take(Inbound& in) {
  if (in.seq != 0) return {};
  TRY(log(in));
  return in.name().empty() ? Result<void>() : mark_seen(in.txn, in.name(), in.seq);
}

Result<void> take_with(Inbound& in, const Iri& post) {
  return object_in(in.name().text()) == post.text() ? log(in) : take(in);
}

Result<void> check_standing(const Local& local) {
  const auto standing = find_standing(local.txn, local.actor.id);
  if (!standing || standing->suspended || standing->gone) {
    return fail(Code::forbidden, local.actor.name + " cannot act any more");
  }
  return {};
}

Result<Recorded> record_activity(Local& local, Json activity) {
  TRY(check_standing(local));
  const auto last = last_log(local.txn);
  const uint64_t seq = last ? last->seq + 1 : 1;
  if (!find_string(activity, "id")) {
    activity["id"] = local.home.thing(local.actor.name, "activities", Id{seq}).text();
  }
  strip_blind_copies(activity);
  activity["actor"] = local.actor.iri.text();
  auto context = context_for(activity, Proven::yes);
  for (const auto* one : find_list(activity, "@context")) add_context(context, *one);
  activity["@context"] = std::move(context);
  const auto key = TRY(local.keys.find(local.txn, local.actor.id, KeyType::ed25519));
  const auto method = TRY(Iri::parse(key.id));
  // Whole seconds: Fedify prints the time anew before it verifies, without trailing zeros.
  const Time created{local.now.ms / 1000 * 1000};
  activity = TRY(add_proof(std::move(activity), method, key.key, created));
  const auto id = TRY(Iri::parse(*find_string(activity, "id")));
  const auto written =
      TRY(append_log(local.txn, seal(local.random, dump_json(activity)),
                     {.at = local.now,
                      .source = Source::local,
                      .actor = local.actor.iri.text(),
                      .type = std::string(find_string(activity, "type").value_or("")),
                      .activity = id.text(),
                      .object = object_id(activity)}));
  TRY(mark_seen(local.txn, id, written));
  return Recorded{.seq = written, .id = id};
}

}  // namespace hallway
