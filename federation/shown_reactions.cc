#include "federation/shown_reactions.h"

#include "federation/policy.h"

namespace hallway {
namespace {

constexpr size_t kMostLookedAt = 1'000;

bool is_shown(const ReadTxn& txn, const Home& home, Id who) {
  const auto actor = find_actor(txn, who);
  return actor && may_be_shown(txn, home, *actor);
}

}  // namespace

std::vector<EmojiCount> shown_emoji_reactions(const ReadTxn& txn, const Home& home, Id post) {
  return count_emoji_reactions(txn, post, [&](Id who) { return is_shown(txn, home, who); });
}

std::vector<Reaction> shown_reactions(const ReadTxn& txn, const Home& home, Id post) {
  auto reactions = list_emoji_reactions(txn, post, kMostLookedAt);
  std::erase_if(reactions, [&](const Reaction& r) { return !is_shown(txn, home, r.actor); });
  return reactions;
}

}  // namespace hallway
