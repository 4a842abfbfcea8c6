#pragma once
// Featured posts: Add to and Remove from the `featured` collection of an actor, received and done
// by somebody here.

#include <vector>

#include "federation/act.h"
#include "federation/policy.h"
#include "storage/posts.h"

namespace hallway {

inline constexpr size_t kMostPinned = 5;  // by one of ours

// By its owner only. A post that is not known is fetched where somebody here follows its author.
// Add and Remove with another target are kept whole, like what is not understood.
Result<void> receive_add(Inbound& in);
Result<void> receive_remove(Inbound& in);

// Has somebody elsewhere pinned 20 posts?
bool has_pinned_enough(const ReadTxn& txn, Id actor);
// Asks for the featured collection of somebody else's actor, where they have one.
Result<void> ask_for_featured(WriteTxn& txn, const Actor& actor, Time now);
// Somebody looks at them: what they feature, posts and tags, is asked for again, at most every 6
// hours, unless much else waits or they may not be shown.
bool is_featured_due(const Actor& actor, Time now);
Result<void> ask_again_for_featured(WriteTxn& txn, const Home& home, Id actor, Time now);
// What that collection names, at most 20, is what is pinned from now on.
Result<void> take_featured(WriteTxn& txn, const Actor& actor, const std::vector<Iri>& posts,
                           Time now);

// The pinned posts of an actor that `viewer` may see, pinned last first.
std::vector<Post> pinned_posts(const ReadTxn& txn, const Home& home, Id actor,
                               const Destination& viewer);

// Own posts only, at most kMostPinned, none that is direct. Again is no error. Errors: not_found,
// forbidden, invalid.
Result<void> pin(Local& local, Id post);
Result<void> unpin(Local& local, Id post);

}  // namespace hallway
