// What becomes of everything of somebody who goes: that part of actor.h.

#include "federation/actor.h"
#include "storage/follows.h"
#include "storage/media.h"
#include "storage/own.h"
#include "storage/posts.h"
#include "storage/reactions.h"

namespace hallway {
namespace {

// A transaction of more would keep others waiting.
constexpr size_t kMostErasedAtOnce = 2'000;
constexpr size_t kMostReadAtOnce = 20'000;  // entries of the log

// What the log keeps of what somebody of ours did, a stretch of it at a time. True: all is erased.
Result<bool> erase_words(WriteTxn& txn, Id id, Time now) {
  const auto actor = find_actor(txn, id);
  if (!actor || !actor->local) return true;
  const auto place = "erase_words/" + to_string(id);
  const auto before = find_position(txn, place);
  const auto after = TRY(erase_payloads_by(txn, actor->iri.text(), before, kMostReadAtOnce));
  if (after != before) {
    TRY(put_position(txn, place, after));
    return false;
  }
  TRY(erase_position(txn, place));
  TRY(put_position(txn, kMediaLeft, static_cast<uint64_t>(now.ms)));
  return true;
}

// Posts, boosts and reactions of somebody who has gone; the row goes with the last of them.
Result<void> erase_some(WriteTxn& txn, Id actor, Time now) {
  std::vector<Entry> entries;
  scan_author(txn, actor, Id{}, [&](Entry entry) {
    entries.push_back(entry);
    return entries.size() < kMostErasedAtOnce;
  });
  for (const auto& entry : entries) {
    if (entry.kind == EntryKind::post) {
      TRY(bury_post(txn, entry.id, now));
    } else if (const auto boost = find_boost(txn, entry.id)) {
      TRY(erase_boost(txn, *boost));
    }
  }
  const auto reactions = list_reactions_by(txn, actor, kMostErasedAtOnce - entries.size());
  for (const auto& reaction : reactions) TRY(erase_reaction(txn, reaction));
  if (entries.size() + reactions.size() == kMostErasedAtOnce) return {};
  if (!TRY(erase_words(txn, actor, now))) return {};
  return erase_departed(txn, actor);
}

Result<void> erase_follows(WriteTxn& txn, Id actor) {
  for (const auto state : {FollowState::pending, FollowState::accepted}) {
    for (const auto other : list_followers(txn, actor, state, Id{}, SIZE_MAX)) {
      TRY(erase_follow(txn, other, actor));
    }
    for (const auto other : list_following(txn, actor, state, Id{}, SIZE_MAX)) {
      TRY(erase_follow(txn, actor, other));
    }
  }
  return {};
}

}  // namespace

Result<void> bury_actor(WriteTxn& txn, Actor actor, Time now) {
  TRY(erase_follows(txn, actor.id));
  TRY(erase_own(txn, actor.id));
  TRY(add_departed(txn, actor.id));
  TRY(erase_some(txn, actor.id, now));
  actor.gone = true;
  actor.display_name.clear();
  actor.summary.clear();
  actor.fields.clear();
  actor.work = WorkProfile();
  actor.tags.clear();
  actor.emojis.clear();
  actor.icon = actor.header = Iri();
  return put_actor(txn, actor, now);
}

Result<bool> erase_left_behind(WriteTxn& txn, Time now) {
  const auto departed = list_departed(txn, 1);
  if (departed.empty()) return false;
  TRY(erase_some(txn, departed.front(), now));
  return true;
}

}  // namespace hallway
