#include "federation/move.h"

#include <algorithm>

#include "federation/deliver.h"
#include "federation/follow.h"
#include "storage/fetches.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {

constexpr size_t kMostLedAtOnce = 200;

bool names(const Actor& target, const Iri& old) {
  return std::ranges::find(target.also_known_as, old) != target.also_known_as.end();
}

bool was_led_on(const Actor& actor, Time now) {
  return !has_passed(actor.moved_at, kBetweenMoves, now);
}

Result<void> ask_for_target(WriteTxn& txn, const Iri& target, Id old, Time now) {
  return add_fetch(txn, {.iri = target,
                         .reason = FetchReason::moved,
                         .depth = 1,
                         .next = now,
                         .created = now,
                         .about = old});
}

// Where the Move leads that `undone` carries, or names; nothing where it is none of in.actor's.
std::optional<Iri> undone_target(const Inbound& in, const Json& undone) {
  if (type_of(undone) == "Move" && find_iri(undone, "object") == in.actor.iri) {
    if (auto target = find_iri(undone, "target")) return target;
  }
  const auto id = iri_of(undone);
  const auto taken = id ? find_seen(in.txn, id->text()) : std::nullopt;
  const auto entry = taken ? find_log(in.txn, *taken) : std::nullopt;
  if (!entry || entry->type != "Move" || entry->actor != in.actor.iri.text()) return std::nullopt;
  const auto move = parse_json(find_payload(in.txn, *taken).value_or(""));
  return move ? find_iri(*move, "target") : std::nullopt;
}

}  // namespace

Result<void> receive_move(Inbound& in) {
  const auto old = find_iri(in.activity, "object");
  const auto target = find_iri(in.activity, "target");
  if (!old || !target) return fail(Code::invalid, "the Move names no object or no target");
  if (*old != in.actor.iri) {
    return fail(Code::forbidden, in.actor.iri.text() + " may not move " + old->text());
  }
  if (*target == *old) return fail(Code::invalid, old->text() + " moves to where it is");
  if (followers_here(in.txn, in.home, in.actor.id, 1).empty()) {
    in.ignored = "nobody here follows who moves";
    return {};
  }
  auto stored = find_actor(in.txn, in.actor.id);
  if (!stored) return fail(Code::corrupt, in.actor.iri.text() + " is not stored");
  if (was_led_on(*stored, in.now)) {
    in.ignored = "moved a short while ago";
    return {};
  }
  TRY(take(in));
  stored->moving_to = *target;
  TRY(put_actor(in.txn, *stored, in.now));
  return ask_for_target(in.txn, *target, in.actor.id, in.now);
}

Result<bool> undo_move(Inbound& in, const Json& undone) {
  const auto target = undone_target(in, undone);
  auto actor = target ? find_actor(in.txn, in.actor.id) : std::nullopt;
  if (!actor || (actor->moving_to != *target && actor->moved_to != *target)) return false;
  TRY(take(in));
  // What waits for the new address finds that nobody means it any more (lead_on_as_said).
  if (actor->moving_to == *target) actor->moving_to = Iri();
  if (actor->moved_to == *target) actor->moved_to = Iri();
  TRY(put_actor(in.txn, *actor, in.now));
  return true;
}

Result<void> ask_where_they_moved(WriteTxn& txn, const Actor& actor, Time now) {
  if (actor.local || actor.moved_to.empty() || actor.moved_to == actor.iri) return {};
  if (actor.suspended || was_led_on(actor, now) || much_waits(txn)) return {};
  if (list_followers(txn, actor.id, FollowState::accepted, Id{}, 1).empty()) return {};
  return ask_for_target(txn, actor.moved_to, actor.id, now);
}

Result<bool> lead_on(const Learning& here, Id old_id, const Actor& target) {
  auto old = find_actor(here.txn, old_id);
  if (!old || old->gone || old->suspended || target.gone || target.suspended) return true;
  if (!names(target, old->iri)) {
    return fail(Code::forbidden, target.iri.text() + " does not know " + old->iri.text());
  }
  if (const auto verdict = may_talk(here.txn, here.home, target.iri.domain()); !verdict) {
    return fail(Code::forbidden, target.iri.text() + ": " + std::string(verdict.why));
  }
  // Followers elsewhere are led by their own nodes.
  const auto people = followers_here(here.txn, here.home, old_id, kMostLedAtOnce);
  for (const auto& person : people) {
    Local local{here.txn, here.home, here.random, here.keys, here.now, person};
    // Who cannot follow there (a block stands between them) is led nowhere: the old one is silent.
    if (person.id != target.id) (void)follow(local, target.id);
    TRY(unfollow(local, old_id));
  }
  old->moved_to = target.iri;
  old->moving_to = Iri();
  old->moved_at = here.now;
  TRY(put_actor(here.txn, *old, here.now));
  return people.size() < kMostLedAtOnce;
}

Result<bool> lead_on_as_said(const Learning& here, Id old_id, const Iri& said,
                             const Actor& target) {
  const auto old = find_actor(here.txn, old_id);
  if (!old) return true;
  // The last word counts: a Move's until their document was read again, then the document's.
  const auto& last = old->moving_to.empty() ? old->moved_to : old->moving_to;
  if (last != said && last != target.iri) return true;
  return lead_on(here, old_id, target);
}

Result<void> move_away(Local& local, const Actor& target) {
  TRY(check_standing(local));
  auto& actor = local.actor;
  if (target.id == actor.id) return fail(Code::invalid, "nobody moves to where they are");
  if (!actor.moved_to.empty()) {
    return fail(Code::invalid, actor.name + " has moved to " + actor.moved_to.text());
  }
  if (target.gone) return fail(Code::invalid, target.iri.text() + " was deleted");
  // Before anybody is told: nobody here could go along.
  if (target.suspended) return fail(Code::forbidden, target.iri.text() + " is suspended");
  if (const auto verdict = may_talk(local.txn, local.home, target.iri.domain()); !verdict) {
    return fail(Code::forbidden, target.iri.text() + ": " + std::string(verdict.why));
  }
  if (!names(target, actor.iri)) {
    return fail(Code::forbidden, target.handle() + " does not name " + actor.handle() +
                                     " as an alias yet; say so there first");
  }
  actor.moved_to = target.iri;
  TRY(put_actor(local.txn, actor, local.now));
  const auto recorded =
      TRY(record_activity(local, {{"type", "Move"},
                                  {"object", actor.iri.text()},
                                  {"target", target.iri.text()},
                                  {"to", Json::array({actor.followers.text()})}}));
  const auto followers = list_followers(local.txn, actor.id, FollowState::accepted, Id{}, SIZE_MAX);
  TRY(owe(local.txn, local.home, {.activity = recorded.seq, .recipients = followers}, actor.id,
          local.now));
  return {};
}

Result<void> check_lives_here(const Local& local) {
  if (local.actor.moved_to.empty()) return {};
  return fail(Code::forbidden,
              "this account has moved to " + local.actor.moved_to.text() + "; write from there");
}

}  // namespace hallway
