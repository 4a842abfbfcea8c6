#pragma once
// Likes and boosts, of people elsewhere, that the author of a post elsewhere wants to approve first
// (approval.h): they count once the origin of the approval that they name has confirmed it.

#include "federation/fetch.h"
#include "federation/fetched_post.h"
#include "federation/interaction.h"
#include "storage/fetches.h"

namespace hallway {

// True where `in`, a like or boost of `post`, does not count yet: the approval that it names is
// asked for, and the activity taken. Where it names none, in.ignored says so.
Result<bool> lacks_approval(Inbound& in, const Post& post, Interaction what);

// What stands where the row `asked` led: of the activities that wait for it, those that it approves
// count now.
Result<void> take_reaction_approval(const Learning& here, const Fetch& asked,
                                    const Document& approval);

}  // namespace hallway
