#pragma once
// Threads as they stand here: what of one is known, what its origin has more, and how the rest is
// asked for when somebody looks.

#include <string>
#include <vector>

#include "federation/policy.h"
#include "storage/posts.h"

namespace hallway {

inline constexpr Duration kBetweenLooks = minutes(5);
inline constexpr size_t kMostOfThread = 2'000;  // known posts; beyond, nothing is asked for

// Is it time to ask for more of the thread of `post`? Cheap, and usually false; never for one whose
// first post was deleted.
bool is_thread_due(const ReadTxn& txn, const Post& post, Time now);
// Writes down what is to be fetched because somebody looks at `post` (fetch rows; catch_up.h works
// them off): the thread's `context` where its first post, of the same origin, names one; else the
// replies of at most 20 of its posts; and a parent that is missing above. Nothing where it is not
// time yet.
Result<void> ask_for_thread(WriteTxn& txn, const Home& home, Id post, Time now);

// The collection of a thread that its first post names and its origin owns; empty where there is
// none, or it is ours.
Iri context_elsewhere(const Home& home, const Post& first);

// Direct replies that `viewer` may see, at most 200: a number that counts hidden ones would tell of
// them.
inline constexpr size_t kMostRepliesCounted = 200;
size_t count_visible_replies(const ReadTxn& txn, const Home& home, Id post,
                             const Destination& viewer);

// What of a thread is elsewhere, as far as its posts say: direct replies beyond those known here,
// by the origin of the post that they answer, and parents that are missing.
struct Elsewhere {
  std::string domain;
  Iri page;  // for people: of the first such post
  size_t replies = 0;
};
struct ThreadGaps {
  std::vector<Elsewhere> more;
  std::vector<Iri> missing;
};
ThreadGaps gaps_of(const ReadTxn& txn, const std::vector<Post>& posts);

}  // namespace hallway
