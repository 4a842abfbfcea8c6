#pragma once
// What a program submits that is no writing (ActivityPub §6.5 to §6.10): Follow and its answers,
// Like, EmojiReact, Announce, Block, Ignore, Add, Remove, Flag, Undo; and whatever else, which is
// kept and sent as it is.

#include "server/social/submission.h"

namespace hallway::social {

// Each gives the id of the activity that it wrote, or that said the same before. Errors: those of
// the act (federation/follow.h, react.h, block.h, pin.h, report.h), conflict (it was so before).
Result<Iri> follow_somebody(const Submission& submission);
Result<Iri> answer_follow(const Submission& submission);  // Accept, Reject
Result<Iri> like_post(const Submission& submission);      // Like, EmojiReact
Result<Iri> announce(const Submission& submission);
Result<Iri> keep_away(const Submission& submission);  // Block, Ignore
Result<Iri> add_to(const Submission& submission);     // Add
Result<Iri> remove_from(const Submission& submission);
Result<Iri> flag(const Submission& submission);
Result<Iri> undo(const Submission& submission);
Result<Iri> do_other(const Submission& submission);

}  // namespace hallway::social
