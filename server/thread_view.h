#pragma once
// A thread as people read it: what is known of it in order, deleted posts as such, what is missing
// marked, and how much more there is elsewhere. And what somebody's look sets going.

#include <map>
#include <optional>
#include <vector>

#include "federation/policy.h"
#include "federation/thread.h"
#include "server/html_page.h"
#include "storage/posts.h"

namespace hallway {

// What `viewer` may see of the first 2,000 posts of the thread of a post, oldest first: deleted
// posts stand where they stood, hidden ones leave no trace.
struct SeenThread {
  std::vector<Post> posts;
  size_t replies = 0;  // that are there: without the first post and the deleted
  // What answers which, hidden posts among them: a hole does not end a branch.
  std::map<Id, std::vector<Id>> answers;
  ThreadGaps gaps;
};
SeenThread seen_thread(const ReadTxn& txn, const Home& home, const Post& post,
                       const Destination& viewer);

// One page of 100 posts; `page` absent: the one on which the post stands.
struct ThreadView {
  const Post& post;
  std::string address;  // of this page, without query
  Time now;
  std::optional<size_t> page;
};
void write_thread(Html& html, const ReadTxn& txn, const Home& home, const ThreadView& view);

// Somebody looks at the thread of `post`: where it is time, what its origin has more is asked for.
// Waits for nothing.
void look_for_more(Node& node, const Post& post);

}  // namespace hallway
