#pragma once
// Timelines are queries, not copies: merges of author indexes, newest first, each post asked of
// policy.

#include <functional>
#include <optional>
#include <vector>

#include "federation/home.h"
#include "federation/home_cache.h"
#include "federation/policy.h"
#include "storage/lists.h"
#include "storage/posts.h"
#include "storage/reactions.h"

namespace hallway {

struct TimelineItem {
  Id id;  // of the post, or of the boost that brought it
  Post post;
  std::optional<Boost> boost;
};

struct Window {
  Id max_id;    // only below; 0: no bound
  Id since_id;  // only above
  Id min_id;    // only above, and the oldest of them first
  size_t limit = 20;
};

// Own posts, those of followed people with their boosts, public ones with a hashtag that they
// follow, and what is addressed to the person; but nothing of those whom they muted, or whom they
// put on an exclusive list.
// `cache`: where to look first, and to keep what was found; null: nowhere.
std::vector<TimelineItem> home_timeline(const ReadTxn& txn, const Home& home, Id person,
                                        const Window& window, HomeCache* cache = nullptr);
// What those on a list posted and boosted, as its owner may see it. Of answers, those that the list
// shows; to oneself and to its owner always.
std::vector<TimelineItem> list_timeline(const ReadTxn& txn, const Home& home, const List& list,
                                        const Window& window);
// Whether `item` stands in the home timeline of `person`, or in that of a list: what is told of it
// as it comes in.
bool is_in_home(const ReadTxn& txn, const Home& home, Id person, const TimelineItem& item);
bool is_in_list(const ReadTxn& txn, const Home& home, const List& list, const TimelineItem& item);
// One author's, as `viewer` may see it.
std::vector<TimelineItem> author_timeline(const ReadTxn& txn, const Home& home, Id author,
                                          const Destination& viewer, const Window& window);

// Ids of what a person wrote and of what is addressed to them, newest first, below `before` (0:
// from the newest): among them all direct posts that they are in. Until `visit` returns false.
void walk_direct(const ReadTxn& txn, Id person, Id before, const std::function<bool(Id)>& visit);

// Posts and boosts of `authors` together, newest first, below `before` (0: from the newest). Until
// `visit` returns false.
void walk_authors(const ReadTxn& txn, const std::vector<Id>& authors, Id before,
                  const std::function<bool(Entry)>& visit);

}  // namespace hallway
