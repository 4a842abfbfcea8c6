#include "federation/approved_reaction.h"

#include "federation/approval.h"
#include "federation/react.h"

namespace hallway {
namespace {

// Where it still needs an approval: its post may have been deleted, or may allow it by now.
bool is_approved(const Inbound& in, const Post& post, Interaction what, const Document& approval) {
  const auto needed = approval_needed(in.txn, post, what, in.actor.iri);
  return !needed ||
         (approval.url.same_origin(needed->author) && approves(approval.json, *needed, in.id));
}

Result<void> count_if_approved(Inbound& in, const Document& approval) {
  const auto iri = find_iri(in.activity, "object");
  const auto post = iri ? find_post(in.txn, *iri) : std::nullopt;
  if (!post || !may_know(in.txn, in.home, *post, in.actor)) return {};
  const auto what = in.type == "Announce" ? Interaction::announce : Interaction::like;
  if (!is_approved(in, *post, what, approval)) return {};
  return what == Interaction::like ? count_like(in, *post) : count_boost(in, *post);
}

}  // namespace

Result<bool> lacks_approval(Inbound& in, const Post& post, Interaction what) {
  const auto needed = approval_needed(in.txn, post, what, in.actor.iri);
  if (!needed) return false;
  const auto at = approval_of(in.activity, *needed);
  const auto next = at ? turn_after_others(in.txn, in.now) : std::nullopt;
  if (!next) {
    in.ignored = "a like or boost that was not approved";
    return true;
  }
  TRY(take(in));
  TRY(add_fetch(in.txn, {.iri = *at,
                         .reason = FetchReason::reaction_approval,
                         .waiting = in.seq,
                         .depth = 1,
                         .next = *next,
                         .created = in.now}));
  return true;
}

Result<void> take_reaction_approval(const Learning& here, const Fetch& asked,
                                    const Document& approval) {
  for (const auto seq : all_waiting(asked)) {
    const auto activity = logged_activity(here.txn, seq);
    const auto actor = activity ? acting(here, *activity) : std::nullopt;
    if (!actor) continue;
    auto in = taken_before(here, *actor, *activity, seq);
    TRY(count_if_approved(in, approval));
  }
  return {};
}

}  // namespace hallway
