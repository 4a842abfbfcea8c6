#include "federation/shown_reactions.h"

#include "federation/policy.h"

namespace hallway {
namespace {

constexpr size_t kMostLookedAt = 1'000;

bool is_shown(const ReadTxn& txn, const Home& home, const Reaction& reaction) {
  // The picture may be of another server than who reacts.
  const auto& picture = reaction.emoji;
  if (!picture.empty() && !may_talk(txn, home, picture.domain())) return false;
  const auto actor = find_actor(txn, reaction.actor);
  return actor && may_be_shown(txn, home, *actor);
}

}  // namespace

std::vector<EmojiCount> shown_emoji_reactions(const ReadTxn& txn, const Home& home, Id post) {
  return count_emoji_reactions(txn, post,
                               [&](const Reaction& r) { return is_shown(txn, home, r); });
}

std::vector<Reaction> shown_reactions(const ReadTxn& txn, const Home& home, Id post) {
  auto reactions = list_emoji_reactions(txn, post, kMostLookedAt);
  std::erase_if(reactions, [&](const Reaction& r) { return !is_shown(txn, home, r); });
  return reactions;
}

}  // namespace hallway
