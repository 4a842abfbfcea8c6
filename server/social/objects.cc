#include "server/social/objects.h"

#include "federation/other_act.h"
#include "server/accept.h"
#include "server/local_people.h"
#include "server/node.h"
#include "server/viewer.h"
#include "storage/kept_activities.h"
#include "storage/kept_objects.h"

namespace hallway::social {
namespace {

bool is_of_other_kind(const ReadTxn& txn, Id author, uint64_t seq) {
  bool found = false;
  scan_kept_activities(txn, author, Box::outbox, Id{}, [&](Id, uint64_t activity) {
    found = activity == seq;
    return !found;
  });
  return found;
}

}  // namespace

Result<Response> show_kept_object(Node& node, const Call& call) {
  const auto form = negotiate(call.request.headers.find("Accept"), Form::activity);
  if (!form) return refusal(406, "this is served as application/activity+json");
  const auto viewer = TRY(Viewer::of(node, call.request));
  const auto txn = TRY(node.read());
  const auto owner = TRY(find_local_actor(txn, node.home(), call["name"]));
  const auto kept = find_kept_object(txn, owner.id, parse_id(call["id"]).value_or(Id{}));
  const auto object = kept ? parse_json(kept->json) : Result<Json>(Json());
  const auto asks = viewer.destination();
  const bool theirs = asks.kind == Destination::Kind::person && asks.person == owner.id;
  if (!kept || !object.ok() || !(theirs || may_see_other(txn, node.home(), owner, *object, asks))) {
    return fail(Code::not_found, "no such object, or not for them");
  }
  auto shown = *object;
  if (!shown.contains("@context")) shown["@context"] = "https://www.w3.org/ns/activitystreams";
  return text_answer(kept->gone ? 410 : 200,
                     *form == Form::linked_data ? kLinkedDataType : kActivityType,
                     dump_json(shown));
}

bool may_see_activity(const ReadTxn& txn, const Home& home, const LogEntry& entry,
                      const Destination& viewer) {
  const auto iri = Iri::parse(entry.actor);
  const auto author = iri.ok() ? find_actor(txn, *iri) : std::nullopt;
  if (!author || !author->local) return false;
  if (viewer.kind == Destination::Kind::person && viewer.person == author->id) return true;
  if (!is_of_other_kind(txn, author->id, entry.seq)) return false;
  const auto activity = parse_json(find_payload(txn, entry.seq).value_or(""));
  return activity.ok() && may_see_other(txn, home, *author, *activity, viewer);
}

}  // namespace hallway::social
