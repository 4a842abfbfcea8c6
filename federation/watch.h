#pragma once
// Telling people of each post of those whom they follow so closely.

#include "federation/home.h"
#include "storage/posts.h"

namespace hallway {

// To be called when a new post was stored. Answers to others, and what the follower may not see,
// are not told of; nor is a post that tells them already because it mentions them.
Result<void> tell_watchers(WriteTxn& txn, const Home& home, const Post& post, Time now);

}  // namespace hallway
