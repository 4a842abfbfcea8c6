#pragma once
// The last of a post of somebody elsewhere: not even a tombstone stays.

#include "storage/posts.h"

namespace hallway {

// Removes the record, its index rows, its name, the payloads of all its versions, and the reactions
// and boosts it got. For posts that nobody here is concerned with: should it be sent again it is as
// new. Replies are not touched.
Result<void> forget_post(WriteTxn& txn, const Post& post, Time now);

}  // namespace hallway
