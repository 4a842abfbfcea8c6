#pragma once
// Documents to be fetched from elsewhere: parents of replies, boosted posts, actors to refresh,
// posts to look at again, activities that somebody handed on, what a thread or an actor's featured
// collection names. At most one row for each document and each of what may become of it.

#include <optional>
#include <vector>

#include "storage/store.h"
#include "storage/values/iri.h"
#include "storage/values/time.h"

namespace hallway {

enum class FetchReason : uint8_t {
  parent,
  boosted,
  actor,
  refresh,
  again,              // a known post that was edited or deleted, as somebody else says
  activity,           // somebody's activity that another handed on
  moved,              // the actor to whom `about` says they moved
  followers,          // the followers here of `about`, as their own node counts them
  replies,            // a collection, or a page of one
  thread,             // likewise: the `context` of a thread's first post
  reply,              // a post, wanted only if it belongs to the thread
  featured,           // a collection
  pinned,             // a post of its actor
  consent,            // of a quote
  featured_tags,      // a collection
  answers,            // none: those to `about` are judged (federation/held_answers.h)
  approval,           // of the answer `about`
  reaction_approval,  // of the likes and boosts that wait for it
  profile_page        // no document: a page to which a field of the profile of `about` leads
};

struct Fetch {
  Id id;
  Iri iri;
  FetchReason reason = FetchReason::parent;
  uint64_t waiting = 0;  // log sequence number of the like or boost that waits for it
  uint32_t depth = 0;    // steps from what somebody sent us
  uint32_t attempts = 0;
  Time next, created;
  std::vector<uint64_t> also_waiting = {};  // further ones, at most 1,000
  Id about = {};            // the post or actor it is fetched for: storage/schema.fbs
  std::string digest = {};  // followers: what they were said to come to
  uint32_t pages = 0;       // of a collection, read before this one
};

// Under which key of fetches_by_iri a fetch stands.
Key fetch_key(FetchReason reason, std::string_view iri, Id about);
// Where the document is asked for already, only who waits for it is added to that row.
Result<void> add_fetch(WriteTxn& txn, Fetch fetch);
Result<void> move_fetch(WriteTxn& txn, const Fetch& fetch);  // to another `next`
Result<void> erase_fetch(WriteTxn& txn, const Fetch& fetch);
// The log sequence numbers of all that wait for it.
std::vector<uint64_t> all_waiting(const Fetch& fetch);
// `seq` waits for it no more; erased where nothing does.
Result<void> stop_waiting(WriteTxn& txn, const Fetch& fetch, uint64_t seq);
std::optional<Fetch> find_fetch(const ReadTxn& txn, Id id);
std::optional<Fetch> find_fetch(const ReadTxn& txn, FetchReason reason, const Iri& iri);
std::vector<Fetch> list_due_fetches(const ReadTxn& txn, Time now, size_t most);
// Do so many documents wait that what somebody only passes on (a relay, a forwarded activity
// without a proof) is not asked for? Others' come first.
bool much_waits(const ReadTxn& txn);
// When something that must not come before what others wait for has its turn: now, or, where much
// waits, half a second later for each of those. Nothing where it is so much that it has none.
std::optional<Time> turn_after_others(const ReadTxn& txn, Time now);
std::optional<Time> next_due_fetch(const ReadTxn& txn);

}  // namespace hallway
