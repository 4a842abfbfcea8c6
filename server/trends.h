#pragma once
// What many people write about now, as far as this node sees: hashtags, posts, and pages that posts
// are about. Computed for each who asks from the newest posts, a bounded number of them; only what
// is public, may be shown to them, and is of people who let themselves be found. Without a viewer
// only posts of this node count.

#include <array>
#include <string>
#include <vector>

#include "federation/home.h"
#include "storage/posts.h"

namespace hallway {

// Of one day, UTC.
struct DayOfUse {
  Time day;
  size_t uses = 0, people = 0;
};
using UseHistory = std::array<DayOfUse, 7>;  // today first

struct TagTrend {
  std::string tag;
  UseHistory history;
};
struct LinkTrend {
  Post post;  // the first that was about it
  UseHistory history;
};

// The most used first; what less than two people wrote in a week is no trend.
std::vector<TagTrend> trending_tags(const ReadTxn& txn, const Home& home, Id viewer, Time now,
                                    size_t most);
std::vector<LinkTrend> trending_links(const ReadTxn& txn, const Home& home, Id viewer, Time now,
                                      size_t most);
// By likes and boosts, which count half after each day; at least two of them.
std::vector<Post> trending_posts(const ReadTxn& txn, const Home& home, Id viewer, Time now,
                                 size_t most);

}  // namespace hallway
