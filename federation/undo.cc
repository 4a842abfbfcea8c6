#include "federation/undo.h"

#include <algorithm>

#include "federation/block.h"
#include "federation/fetched_post.h"
#include "federation/follow.h"
#include "federation/move.h"
#include "federation/react.h"
#include "federation/skills.h"
#include "storage/fetches.h"
#include "storage/reactions.h"

namespace hallway {
namespace {

Result<bool> undo_what_binds_to(Inbound& in, std::string_view type, const Iri& somebody) {
  const auto target = find_actor(in.txn, somebody);
  if (!target) return false;
  if (type == "Follow") {
    const auto follow = find_follow(in.txn, in.actor.id, target->id);
    if (follow) TRY(undo_follow(in, *follow));
    return follow.has_value();
  }
  const auto block = find_block(in.txn, in.actor.id, target->id);
  if (block) TRY(undo_block(in, *block));
  return block.has_value();
}

// By the parts of the undone activity, for senders whose ids changed or are missing.
Result<bool> undo_by_parts(Inbound& in, const Json& undone) {
  const auto type = type_of(undone);
  const auto object = find_iri(undone, "object");
  if (!object) return false;
  if (type == "Follow" || type == "Block") return undo_what_binds_to(in, type, *object);
  if (type == "EndorseSkill") return undo_skill_endorsement(in, undone);
  const auto post = find_post(in.txn, *object);
  if (!post) return false;
  if (type == "Like" || type == "EmojiReact") {
    const auto emoji = find_string(undone, "content").value_or("");
    auto reaction = find_reaction(in.txn, post->id, in.actor.id, emoji);
    if (!reaction && type == "Like") reaction = find_reaction(in.txn, post->id, in.actor.id);
    if (!reaction) return false;
    TRY(undo_reaction(in, *reaction));
    return true;
  }
  const auto boost = type == "Announce" ? find_boost(in.txn, post->id, in.actor.id) : std::nullopt;
  if (!boost) return false;
  TRY(undo_boost(in, *boost));
  return true;
}

Result<bool> undo_by_id(Inbound& in, const Iri& id) {
  if (const auto follow = find_follow(in.txn, id)) {
    TRY(undo_follow(in, *follow));
    return true;
  }
  if (const auto block = find_block(in.txn, id)) {
    TRY(undo_block(in, *block));
    return true;
  }
  if (const auto reaction = find_reaction(in.txn, id)) {
    TRY(undo_reaction(in, *reaction));
    return true;
  }
  const auto boost = find_boost(in.txn, id);
  if (!boost) return false;
  TRY(undo_boost(in, *boost));
  return true;
}

// What a like or boost that was taken and does not count yet waits for: its post, or its approval.
std::optional<Fetch> find_waiting(const Inbound& in, const Json& activity, uint64_t seq) {
  const auto waits = [seq](const std::optional<Fetch>& row) {
    return row && std::ranges::count(all_waiting(*row), seq) > 0;
  };
  for (const auto* key : {"object", "likeAuthorization", "announceAuthorization", "approvedBy"}) {
    const auto iri = find_iri(activity, key);
    if (!iri) continue;
    for (const auto reason : {FetchReason::boosted, FetchReason::reaction_approval}) {
      if (auto row = find_fetch(in.txn, reason, *iri); waits(row)) return row;
    }
  }
  return std::nullopt;
}

Result<bool> undo_what_waits(Inbound& in, const Iri& id) {
  const auto seq = find_seen(in.txn, id.text());
  const auto entry = seq ? find_log(in.txn, *seq) : std::nullopt;
  if (!entry || entry->actor != in.actor.iri.text()) return false;
  const auto activity = logged_activity(in.txn, *seq);
  const auto row = activity ? find_waiting(in, *activity, *seq) : std::nullopt;
  if (!row) return false;
  TRY(take(in));
  TRY(stop_waiting(in.txn, *row, *seq));
  return true;
}

}  // namespace

Result<void> receive_undo(Inbound& in) {
  const auto objects = find_list(in.activity, "object");
  if (objects.empty()) return fail(Code::invalid, "the Undo names no object");
  const auto& undone = *objects.front();
  bool found = false;
  if (const auto id = iri_of(undone)) found = TRY(undo_by_id(in, *id));
  if (!found) found = TRY(undo_by_parts(in, undone));
  if (!found) found = TRY(undo_move(in, undone));
  if (const auto id = iri_of(undone); id && !found) found = TRY(undo_what_waits(in, *id));
  if (!found) in.ignored = "undoes nothing known here";
  return {};
}

}  // namespace hallway
