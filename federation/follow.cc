#include "federation/follow.h"

#include <tuple>

#include "federation/deliver.h"
#include "federation/featured_tags.h"
#include "federation/interaction.h"
#include "federation/pin.h"
#include "federation/quote.h"
#include "federation/relay.h"
#include "storage/blocks.h"
#include "storage/notifications.h"

namespace hallway {
namespace {

Json follow_json(const Iri& id, const Actor& follower, const Actor& followee) {
  return {{"id", id.text()},
          {"type", "Follow"},
          {"actor", follower.iri.text()},
          {"object", followee.iri.text()}};
}

// Answers `follow` of `by` (who asks) in the name of local.actor: Accept or Reject.
Result<void> answer(Local& local, std::string_view type, const Follow& follow, const Actor& by) {
  const auto recorded =
      TRY(record_activity(local, {{"type", std::string(type)},
                                  {"object", follow_json(follow.iri, by, local.actor)},
                                  {"to", Json::array({by.iri.text()})}}));
  TRY(owe(local.txn, local.home, {.activity = recorded.seq, .recipients = {by.id}}, local.actor.id,
          local.now));
  return {};
}

Result<void> notify(WriteTxn& txn, NotificationType type, Id recipient, Id from, Time now) {
  return add_notification(txn, {.recipient = recipient, .type = type, .actor = from, .at = now});
}

Result<void> accept_at_once(Inbound& in, const Actor& target, Follow follow) {
  follow.state = FollowState::accepted;
  TRY(put_follow(in.txn, follow));
  Local local{in.txn, in.home, in.random, in.keys, in.now, target};
  return answer(local, "Accept", follow, in.actor);
}

// Who keeps away from somebody says no, as anybody who is asked may; and who lives elsewhere by
// now, to whom did not follow them before.
bool is_refused(const Inbound& in, const Actor& target, bool accepted) {
  return (!target.moved_to.empty() && !accepted) || estranged(in.txn, in.actor.id, target.id) ||
         blocks_domain(in.txn, target.id, in.actor.iri.domain());
}

// What they asked for before is answered too.
Result<void> reject_at_once(Inbound& in, const Actor& target, const Follow& follow) {
  TRY(erase_follow(in.txn, follow.follower, follow.followee));
  Local local{in.txn, in.home, in.random, in.keys, in.now, target};
  return answer(local, "Reject", follow, in.actor);
}

// The follow that an Accept or Reject speaks of: by the id of our activity, or by its parts, since
// some send only those. Only one that we asked the sender for counts (attack 36).
std::optional<Follow> answered_follow(Inbound& in) {
  const auto objects = find_list(in.activity, "object");
  if (objects.empty()) return std::nullopt;
  const auto& object = *objects.front();
  if (const auto id = iri_of(object)) {
    const auto follow = find_follow(in.txn, *id);
    if (follow) return follow->followee == in.actor.id ? follow : std::nullopt;
  }
  const auto who = find_iri(object, "actor");
  const auto follower = who ? find_actor(in.txn, *who) : std::nullopt;
  if (!follower || !follower->local) return std::nullopt;
  return find_follow(in.txn, follower->id, in.actor.id);
}

bool ours(const ReadTxn& txn, const Follow& follow) {
  const auto follower = find_actor(txn, follow.follower);
  return follower && follower->local;
}

// True where something changed.
bool fulfil(const FollowWish& wish, Follow& follow) {
  const auto before = std::tuple(follow.boosts, follow.notify, follow.languages);
  follow.boosts = wish.boosts.value_or(follow.boosts);
  follow.notify = wish.notify.value_or(follow.notify);
  if (wish.languages) follow.languages = *wish.languages;
  return before != std::tuple(follow.boosts, follow.notify, follow.languages);
}

}  // namespace

Result<void> receive_follow(Inbound& in) {
  const auto iri = find_iri(in.activity, "object");
  const auto target = iri ? find_actor(in.txn, *iri) : std::nullopt;
  const bool of_instance = target && target->iri == in.home.instance_actor();
  if (!target || !target->local || target->suspended || target->gone ||
      (of_instance && !find_relay(in.txn, in.actor.iri))) {
    in.ignored = "a follow of nobody here";
    return {};
  }
  if (in.id.empty()) return fail(Code::invalid, "the Follow has no id");
  if (of_instance) return receive_relay_follow(in, *target);
  TRY(take(in));
  const auto known = find_follow(in.txn, in.actor.id, target->id);
  Follow follow{.id = known ? known->id : Id{},
                .iri = in.id,
                .follower = in.actor.id,
                .followee = target->id,
                .at = in.now};
  const bool accepted = known && known->state == FollowState::accepted;
  if (is_refused(in, *target, accepted)) return reject_at_once(in, *target, follow);
  if (!known) {
    TRY(notify(in.txn, target->locked ? NotificationType::follow_request : NotificationType::follow,
               target->id, in.actor.id, in.now));
  }
  if (!target->locked || accepted) return accept_at_once(in, *target, follow);
  return put_follow(in.txn, follow);
}

Result<void> receive_accept(Inbound& in) {
  if (TRY(relay_answered(in, /*accepted=*/true))) return {};
  if (TRY(receive_quote_answer(in))) return {};
  auto found = answered_follow(in);
  if (!found || !ours(in.txn, *found)) {
    in.ignored = "accepts no follow of ours";
    return {};
  }
  TRY(take(in));
  found->state = FollowState::accepted;
  return put_follow(in.txn, *found);
}

Result<void> receive_reject(Inbound& in) {
  if (TRY(relay_answered(in, /*accepted=*/false)) || TRY(interaction_rejected(in))) return {};
  if (TRY(receive_quote_answer(in))) return {};
  const auto found = answered_follow(in);
  if (!found || !ours(in.txn, *found)) {
    in.ignored = "rejects no follow of ours";
    return {};
  }
  TRY(take(in));
  return erase_follow(in.txn, found->follower, found->followee);
}

Result<void> undo_follow(Inbound& in, const Follow& follow) {
  if (follow.follower != in.actor.id) {
    return fail(Code::forbidden, in.actor.iri.text() + " may not undo somebody else's follow");
  }
  TRY(take(in));
  return erase_follow(in.txn, follow.follower, follow.followee);
}

Result<Follow> follow(Local& local, Id target, const FollowWish& wish) {
  const auto actor = find_actor(local.txn, target);
  if (!actor || actor->gone || actor->suspended) {
    return fail(Code::not_found, "no actor " + to_string(target));
  }
  if (target == local.actor.id) return fail(Code::invalid, "nobody can follow themselves");
  if (const auto verdict = may_talk(local.txn, local.home, actor->iri.domain()); !verdict) {
    return fail(Code::forbidden,
                actor->handle() + " cannot be followed: " + std::string(verdict.why));
  }
  if (estranged(local.txn, local.actor.id, target)) {
    return fail(Code::forbidden, actor->handle() + " cannot be followed: there is a block");
  }
  if (auto known = find_follow(local.txn, local.actor.id, target)) {
    if (fulfil(wish, *known)) TRY(put_follow(local.txn, *known));
    return std::move(*known);
  }
  const auto recorded = TRY(record_activity(local, {{"type", "Follow"},
                                                    {"object", actor->iri.text()},
                                                    {"to", Json::array({actor->iri.text()})}}));
  Follow made{
      .iri = recorded.id,
      .follower = local.actor.id,
      .followee = target,
      .state = actor->local && !actor->locked ? FollowState::accepted : FollowState::pending,
      .at = local.now};
  fulfil(wish, made);
  TRY(put_follow(local.txn, made));
  TRY(ask_for_featured(local.txn, *actor, local.now));
  TRY(ask_for_featured_tags(local.txn, *actor, local.now));
  if (actor->local) {
    TRY(notify(local.txn,
               actor->locked ? NotificationType::follow_request : NotificationType::follow, target,
               local.actor.id, local.now));
  }
  TRY(owe(local.txn, local.home, {.activity = recorded.seq, .recipients = {target}}, local.actor.id,
          local.now));
  return made;
}

Result<void> unfollow(Local& local, Id target) {
  const auto known = find_follow(local.txn, local.actor.id, target);
  const auto actor = find_actor(local.txn, target);
  if (!known || !actor) return {};
  TRY(erase_follow(local.txn, local.actor.id, target));
  const auto recorded =
      TRY(record_activity(local, {{"type", "Undo"},
                                  {"object", follow_json(known->iri, local.actor, *actor)},
                                  {"to", Json::array({actor->iri.text()})}}));
  TRY(owe(local.txn, local.home, {.activity = recorded.seq, .recipients = {target}}, local.actor.id,
          local.now));
  return {};
}

std::vector<Actor> followers_here(const ReadTxn& txn, const Home& home, Id followee, size_t most,
                                  const std::function<bool(const Actor&)>& wanted) {
  std::vector<Actor> people;
  for (const auto& there : list_followers_at(txn, followee, home.domain)) {
    if (people.size() == most) break;
    auto person = find_actor(txn, there.id);
    if (!person || !person->local || person->gone || person->suspended) continue;
    if (!wanted || wanted(*person)) people.push_back(std::move(*person));
  }
  return people;
}

namespace {

struct Asked {
  Follow follow;
  Actor by;
};

Result<Asked> request_of(Local& local, Id follower) {
  const auto known = find_follow(local.txn, follower, local.actor.id);
  const auto by = find_actor(local.txn, follower);
  if (!known || !by) return fail(Code::not_found, "no follow by " + to_string(follower));
  return Asked{*known, *by};
}

}  // namespace

Result<void> accept_follow(Local& local, Id follower) {
  auto [request, by] = TRY(request_of(local, follower));
  if (request.state == FollowState::accepted) return {};
  request.state = FollowState::accepted;
  TRY(put_follow(local.txn, request));
  return answer(local, "Accept", request, by);
}

Result<void> reject_follow(Local& local, Id follower) {
  const auto [request, by] = TRY(request_of(local, follower));
  TRY(erase_follow(local.txn, follower, local.actor.id));
  return answer(local, "Reject", request, by);
}

}  // namespace hallway
