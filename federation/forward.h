#pragma once
// Inbox forwarding (ActivityPub §7.1.2, and further: also where the answer names no collection of
// ours, for hardly anybody's does): what others answer to us reaches those who follow whom they
// answer, who would not hear of it otherwise.

#include "federation/act.h"
#include "storage/posts.h"

namespace hallway {

// Owes the activity, as it was received, to the followers elsewhere of whose post `post` answers,
// directly or down a thread, if that is one of ours. Only where policy lets both go there, and not
// to the hosts that its author addressed or comes from. Once: the activity was just taken, which it
// is only once. What came otherwise than by the inbox is not forwarded.
Result<void> forward(Inbound& in, const Post& post);

}  // namespace hallway
