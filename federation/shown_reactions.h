#pragma once
// What was done to a post, as far as it may be shown: whoever shows reactions asks here.

#include <vector>

#include "federation/home.h"
#include "storage/reactions.h"

namespace hallway {

// Reactions with emojis, the most frequent first, without those of people who may not be shown
// (policy.h), and without those whose picture is of a server that may not be talked with.
std::vector<EmojiCount> shown_emoji_reactions(const ReadTxn& txn, const Home& home, Id post);
// Who reacted with which, of the first 1,000 of a post.
std::vector<Reaction> shown_reactions(const ReadTxn& txn, const Home& home, Id post);

}  // namespace hallway
