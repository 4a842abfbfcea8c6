#pragma once
// What a group hands on (FEP-1b12): an Announce that carries not a post but what somebody did. The
// wrapper is the group's word and no more (attack 18): a post is asked of its own origin, and so is
// a like of ours, unless the activity carries its actor's proof, which the inbox has then applied
// before.

#include "federation/act.h"
#include "storage/posts.h"

namespace hallway {

// Does this Announce carry an activity?
bool hands_on(const Json& announce);
// The activity in it.
const Json& handed_on(const Json& announce);

// Of an Announce that does: a Create is a boost of the post, a reply only joins its thread; at
// what is said to be edited or deleted we look again.
Result<void> receive_handed_on(Inbound& in);
// The post that such an Announce waited for arrived.
Result<void> finish_handed_on(Inbound& in, const Post& post);

}  // namespace hallway
