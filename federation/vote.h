#pragma once
// Votes in polls: received, and given by somebody here; and what is due of a poll. On the wire a
// vote is a Create of a Note that has a name, the option, in reply to the Question, and no content.

#include "federation/act.h"
#include "storage/posts.h"
#include "storage/votes.h"

namespace hallway {

// Whether `object`, which a Create carries, is a vote and no post.
bool is_vote(const Json& object);
// Counts only in a poll of ours that the voter may see, while it is open, of somebody else than its
// author; once where one may be chosen, else once an option. Anything else is ignored.
Result<void> receive_vote(Inbound& in, const Json& object);

// Votes for the options numbered `choices`. Errors: not_found (no such poll, or not visible to
// them), invalid (closed, their own, voted before, no such option, more than may be chosen).
Result<void> vote(Local& local, Id post, const std::vector<size_t>& choices);

// Closes a poll of ours that has ended and tells who knows it, as well as of votes that came;
// people here learn of the end of what they asked and voted in. Of an author who is suspended or
// gone nothing is told. A transaction for each, so that none holds up the others.
struct Polling {
  WriteTxn& txn;
  const Home& home;
  Random& random;
  LocalKeys& keys;
  Time now;
};
Result<void> settle_poll(const Polling& here, const DuePoll& due);

}  // namespace hallway
