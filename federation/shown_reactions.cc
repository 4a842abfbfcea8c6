#include "federation/shown_reactions.h"

#include "federation/policy.h"

namespace hallway {
namespace {

constexpr size_t kMostLookedAt = 1'000;

bool is_shown(const ReadTxn& txn, const Home& home, const Reaction& reaction) {
  const auto actor = find_actor(txn, reaction.actor);
  return actor && may_be_shown(txn, home, *actor);
}

}  // namespace

std::vector<Reaction> shown_reactions(const ReadTxn& txn, const Home& home, Id post) {
  auto reactions = list_emoji_reactions(txn, post, kMostLookedAt);
  std::erase_if(reactions, [&](const Reaction& r) { return !is_shown(txn, home, r); });
  // The picture may be of another server than who reacts.
  for (auto& reaction : reactions) {
    auto& picture = reaction.emoji;
    if (!picture.empty() && !may_talk(txn, home, picture.domain())) picture = Iri();
  }
  return reactions;
}

std::vector<EmojiCount> shown_emoji_reactions(const ReadTxn& txn, const Home& home, Id post) {
  return count_emojis(shown_reactions(txn, home, post));
}

}  // namespace hallway
