#pragma once
// Votes in polls: received, and given by somebody here; and what is due of a poll. On the wire a
// vote is a Create of a Note that has a name, the option, in reply to the Question, and no content.

#include "federation/act.h"
#include "storage/posts.h"

namespace hallway {

// Whether `object`, which a Create carries, is a vote and no post.
bool is_vote(const Json& object);
// Counts only in a poll of ours that the voter may see, while it is open, of somebody else than its
// author; once where one may be chosen, else once an option. Anything else is ignored.
Result<void> receive_vote(Inbound& in, const Json& object);

// Votes for the options numbered `choices`. Errors: not_found (no such poll, or not visible to
// them), invalid (closed, their own, voted before, no such option, more than may be chosen).
Result<void> vote(Local& local, Id post, const std::vector<size_t>& choices);

// Closes polls of ours that have ended and tells who knows them, as well as of votes that came;
// people here learn of the end of what they asked and voted in. At most `most`; how many were due.
struct Polling {
  WriteTxn& txn;
  const Home& home;
  Random& random;
  LocalKeys& keys;
  Time now;
};
Result<size_t> settle_polls(const Polling& here, size_t most);

}  // namespace hallway
