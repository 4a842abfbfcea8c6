#pragma once
// What was done to a post, as far as it may be shown: whoever shows reactions asks here.

#include <vector>

#include "federation/home.h"
#include "storage/reactions.h"

namespace hallway {

// Who reacted with which emoji, of the first 1,000 of a post, without people who may not be shown
// (policy.h). A picture of a server that may not be talked with is left out: what stands for it,
// ":name:", is shown in its place.
std::vector<Reaction> shown_reactions(const ReadTxn& txn, const Home& home, Id post);
// How many that are, the most frequent emoji first.
std::vector<EmojiCount> shown_emoji_reactions(const ReadTxn& txn, const Home& home, Id post);

}  // namespace hallway
