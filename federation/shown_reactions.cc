#include "federation/shown_reactions.h"

#include "federation/policy.h"

namespace hallway {

std::vector<EmojiCount> shown_emoji_reactions(const ReadTxn& txn, const Home& home, Id post) {
  return count_emoji_reactions(txn, post, [&](Id who) {
    const auto actor = find_actor(txn, who);
    return actor && may_be_shown(txn, home, *actor);
  });
}

}  // namespace hallway
