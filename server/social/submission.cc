#include "server/social/submission.h"

#include <algorithm>

#include "server/local_people.h"
#include "server/node.h"

namespace hallway::social {
namespace {

constexpr size_t kMostAddressed = 200;

void add_each(std::vector<std::string>& list, const Json& object, std::string_view key,
              size_t& room) {
  for (const auto* value : find_list(object, key)) {
    const auto text = as_string(*value);
    auto iri = text && is_public_collection(*text) ? std::string(kPublic)
                                                   : iri_of(*value).value_or(Iri()).text();
    if (iri.empty() || room == 0 || std::ranges::find(list, iri) != list.end()) continue;
    list.push_back(std::move(iri));
    --room;
  }
}

// The first activity of `type` that `actor` did beyond `before`.
Result<Iri> written_since(const ReadTxn& txn, uint64_t before, const Actor& actor,
                          std::string_view type) {
  const auto last = last_log(txn);
  for (uint64_t seq = before + 1; last && seq <= last->seq; ++seq) {
    const auto entry = find_log(txn, seq);
    if (entry && entry->source == Source::local && entry->type == type &&
        entry->actor == actor.iri.text()) {
      return Iri::parse(entry->activity);
    }
  }
  return fail(Code::conflict, "nothing changed: it was so before");
}

}  // namespace

const Json& Submission::object() const {
  static const Json kNone;
  const auto objects = find_list(activity, "object");
  return objects.empty() ? kNone : *objects.front();
}

Result<api::Caller> owner_of(Node& node, const Call& call, std::string_view scopes) {
  auto caller = TRY(api::caller_of(node, call.request, scopes));
  const auto actor = TRY(find_local_actor(TRY(node.read()), node.home(), call["name"]));
  if (actor.id != caller.actor.id) return fail(Code::forbidden, "this is somebody else's");
  return caller;
}

Audience audience_of(const Submission& submission) {
  Audience audience;
  size_t room = kMostAddressed;
  for (const auto* said : {&submission.activity, &submission.object()}) {
    add_each(audience.to, *said, "to", room);
    for (const auto* key : {"cc", "audience"}) add_each(audience.cc, *said, key, room);
    for (const auto* key : {"bto", "bcc"}) add_each(audience.blind, *said, key, room);
  }
  return audience;
}

Result<Id> actor_named(const Submission& submission, const Json& named) {
  const auto iri = iri_of(named);
  if (!iri) return fail(Code::invalid, "the object names nobody by an http(s) address");
  const auto found = TRY(submission.node.resolver().resolve_address(*iri));
  if (!found.actor) return fail(Code::not_found, iri->text() + " is no actor");
  return *found.actor;
}

Result<Id> post_named(const Submission& submission, const Json& named) {
  const auto iri = iri_of(named);
  if (!iri) return fail(Code::invalid, "the object names no post by an http(s) address");
  const auto found = TRY(submission.node.resolver().resolve_address(*iri));
  if (!found.post) return fail(Code::not_found, iri->text() + " is no post");
  return *found.post;
}

Result<Iri> do_and_name(const Submission& submission, std::string_view type, const Deed& deed,
                        const Known& known) {
  return submission.node.act_as(submission.caller.actor, [&](Local& local) -> Result<Iri> {
    const auto last = last_log(local.txn);
    TRY(deed(local));
    auto written = written_since(local.txn, last ? last->seq : 0, local.actor, type);
    if (written.ok() || !known) return written;
    auto before = known(local);
    return before.empty() ? std::move(written) : Result<Iri>(std::move(before));
  });
}

}  // namespace hallway::social
