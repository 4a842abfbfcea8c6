#include "federation/block.h"

#include <algorithm>

#include "federation/deliver.h"
#include "federation/follow.h"

namespace hallway {
namespace {

constexpr size_t kMostEndedAtOnce = 200;

Result<Actor> other_than_self(Local& local, Id target) {
  auto actor = find_actor(local.txn, target);
  if (!actor || actor->gone || actor->name == kInstanceActorName) {
    return fail(Code::not_found, "no actor " + to_string(target));
  }
  if (target == local.actor.id) return fail(Code::invalid, "nobody can keep away from themselves");
  return std::move(*actor);
}

// What stands between the two ends, and the other side is told as of any other end.
Result<void> end_follows(Local& local, Id other) {
  TRY(unfollow(local, other));
  if (!find_follow(local.txn, other, local.actor.id)) return {};
  return reject_follow(local, other);
}

// For the log: what concerns nobody else and is sent to nobody.
Result<void> note(Local& local, std::string_view type, Json object) {
  TRY(record_activity(local, {{"type", std::string(type)}, {"object", std::move(object)}}));
  return {};
}

// People at `domain` between whom and local.actor there is a follow, asked for or accepted.
std::vector<Id> people_at(const Local& local, const Domain& domain, size_t most) {
  std::vector<Id> there;
  for (const auto list : {list_followers, list_following}) {
    for (const auto state : {FollowState::pending, FollowState::accepted}) {
      for (const auto id : list(local.txn, local.actor.id, state, Id{}, SIZE_MAX)) {
        if (there.size() == most) return there;
        const auto actor = find_actor(local.txn, id);
        if (actor && covers(domain, actor->iri.domain())) there.push_back(id);
      }
    }
  }
  return there;
}

}  // namespace

Result<void> receive_block(Inbound& in) {
  const auto iri = find_iri(in.activity, "object");
  const auto target = iri ? find_actor(in.txn, *iri) : std::nullopt;
  if (!target || !target->local || target->name == kInstanceActorName) {
    in.ignored = "a block of nobody here";
    return {};
  }
  TRY(take(in));
  TRY(erase_follow(in.txn, in.actor.id, target->id));
  TRY(erase_follow(in.txn, target->id, in.actor.id));
  return put_block(in.txn, {.iri = in.id, .by = in.actor.id, .whom = target->id, .at = in.now});
}

Result<void> undo_block(Inbound& in, const Block& block) {
  if (block.by != in.actor.id) {
    return fail(Code::forbidden, in.actor.iri.text() + " may not undo somebody else's block");
  }
  TRY(take(in));
  return erase_block(in.txn, block.by, block.whom);
}

Result<void> block(Local& local, Id target) {
  const auto actor = TRY(other_than_self(local, target));
  if (blocks(local.txn, local.actor.id, target)) return {};
  TRY(end_follows(local, target));
  const auto recorded = TRY(record_activity(
      local,
      {{"type", "Block"}, {"object", actor.iri.text()}, {"to", Json::array({actor.iri.text()})}}));
  TRY(put_block(local.txn,
                {.iri = recorded.id, .by = local.actor.id, .whom = target, .at = local.now}));
  TRY(owe(local.txn, local.home, {.activity = recorded.seq, .recipients = {target}}, local.actor.id,
          local.now));
  return {};
}

Result<void> unblock(Local& local, Id target) {
  const auto known = find_block(local.txn, local.actor.id, target);
  const auto actor = find_actor(local.txn, target);
  if (!known || !actor) return {};
  TRY(erase_block(local.txn, local.actor.id, target));
  const auto recorded = TRY(record_activity(local, {{"type", "Undo"},
                                                    {"object",
                                                     {{"id", known->iri.text()},
                                                      {"type", "Block"},
                                                      {"actor", local.actor.iri.text()},
                                                      {"object", actor->iri.text()}}},
                                                    {"to", Json::array({actor->iri.text()})}}));
  TRY(owe(local.txn, local.home, {.activity = recorded.seq, .recipients = {target}}, local.actor.id,
          local.now));
  return {};
}

Result<void> mute(Local& local, Id target, bool notifications, Time until) {
  const auto actor = TRY(other_than_self(local, target));
  const auto known = find_mute(local.txn, local.actor.id, target);
  const bool same = known && known->notifications == notifications && known->expires == until;
  if (same) return {};
  TRY(note(local, "Ignore", actor.iri.text()));
  return put_mute(local.txn, {.by = local.actor.id,
                              .whom = target,
                              .at = local.now,
                              .notifications = notifications,
                              .expires = until});
}

Result<void> unmute(Local& local, Id target) {
  const auto actor = find_actor(local.txn, target);
  if (!actor || !mutes(local.txn, local.actor.id, target)) return {};
  TRY(note(local, "Undo", {{"type", "Ignore"}, {"object", actor->iri.text()}}));
  return erase_mute(local.txn, local.actor.id, target);
}

Result<void> end_mutes(WriteTxn& txn, Time now) {
  constexpr size_t kMostEnded = 1'000;
  for (const auto& mute : list_ended_mutes(txn, now, kMostEnded)) {
    TRY(erase_mute(txn, mute.by, mute.whom));
  }
  return {};
}

Result<bool> block_domain(Local& local, const Domain& domain) {
  if (domain == local.home.domain) return fail(Code::invalid, domain.text() + " is this node");
  if (!blocks_domain(local.txn, local.actor.id, domain)) {
    TRY(note(local, "Ignore", (local.home.base.https() ? "https://" : "http://") + domain.text()));
    TRY(put_domain_block(local.txn, local.actor.id, domain));
  }
  const auto people = people_at(local, domain, kMostEndedAtOnce);
  for (const auto id : people) TRY(end_follows(local, id));
  return people.size() < kMostEndedAtOnce;
}

Result<void> unblock_domain(Local& local, const Domain& domain) {
  const auto blocked = list_blocked_domains(local.txn, local.actor.id, SIZE_MAX);
  if (std::ranges::find(blocked, domain) == blocked.end()) return {};
  const auto address = (local.home.base.https() ? "https://" : "http://") + domain.text();
  TRY(note(local, "Undo", {{"type", "Ignore"}, {"object", address}}));
  return erase_domain_block(local.txn, local.actor.id, domain);
}

}  // namespace hallway
