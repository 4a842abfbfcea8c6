#pragma once
// What becomes of a post that was fetched from its own origin: it is stored as if it had been sent,
// and the boosts that wait for it are finished. In the caller's transaction.

#include <vector>

#include "federation/act.h"
#include "federation/fetch.h"
#include "storage/posts.h"

namespace hallway {

// What changes by itself while this node learns something.
struct Learning {
  WriteTxn& txn;
  const Home& home;
  Random& random;
  LocalKeys& keys;
  Time now;
};

// The post, logged (source `fetch`, the payload is the object as received), and a row for its own
// parent unless `depth`, the steps from what somebody sent us, is too great. `author` is stored
// already. A post that is known is returned as it is. `approval`: whether one was confirmed.
// Errors: invalid, forbidden, gone (was buried), conflict (as things stand now it needs an
// approval, for what it answers came meanwhile).
Result<Post> take_fetched(const Learning& here, const Document& document, const Actor& author,
                          uint32_t depth, Approval approval = Approval::unneeded);

// An activity that waited in the log until something was fetched, unless it was erased by now; who
// did it, unless they have gone or must not be shown; and both as if it arrived again, which they
// must outlive.
std::optional<Json> logged_activity(const ReadTxn& txn, uint64_t seq);
std::optional<Actor> acting(const Learning& here, const Json& activity);
Inbound taken_before(const Learning& here, const Actor& actor, const Json& activity, uint64_t seq);

// Finishes the boosts of `post` whose Announces are logged at `waiting`. One that was erased from
// the log by now, or whose actor has gone, is passed over.
Result<void> finish_waiting(const Learning& here, const Post& post,
                            const std::vector<uint64_t>& waiting);

}  // namespace hallway
