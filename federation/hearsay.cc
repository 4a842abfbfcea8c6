#include "federation/hearsay.h"

#include "federation/note.h"
#include "federation/policy.h"
#include "storage/posts.h"

namespace hallway {
namespace {

std::optional<Fetch> reply_told_of(const ReadTxn& txn, const Json& object, const Iri& iri) {
  if (!object.is_object() || !is_post_type(type_of(object)) || find_post(txn, iri)) return {};
  const auto parent = find_iri(object, "inReplyTo");
  const auto known = parent ? find_post(txn, *parent) : std::nullopt;
  if (!known) return {};
  return Fetch{.iri = iri, .reason = FetchReason::reply, .depth = 1, .about = known->id};
}

std::optional<Fetch> change_told_of(const ReadTxn& txn, const Iri& iri) {
  const auto known = find_post(txn, iri);
  if (!known || known->gone || known->local) return {};
  return Fetch{.iri = iri, .reason = FetchReason::again, .about = known->id};
}

}  // namespace

std::optional<Fetch> hearsay_of(const ReadTxn& txn, const Home& home, const Json& activity,
                                Time now) {
  const auto actor = find_iri(activity, "actor");
  const auto objects = find_list(activity, "object");
  if (!actor || objects.empty()) return {};
  const auto iri = iri_of(*objects.front());
  if (!iri || !iri->same_origin(*actor) || home.owns(*iri)) return {};
  if (!may_talk(txn, home, iri->domain())) return {};
  const auto type = type_of(activity);
  auto fetch = type == "Create"                       ? reply_told_of(txn, *objects.front(), *iri)
               : type == "Update" || type == "Delete" ? change_told_of(txn, *iri)
                                                      : std::optional<Fetch>();
  if (fetch) fetch->next = fetch->created = now;
  return fetch;
}

}  // namespace hallway
