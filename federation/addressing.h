#pragma once
// For whom a post of somebody here is: how far it may travel, its `to` and `cc`, and which actors
// these come to. Whoever publishes asks, and whoever tells the author beforehand.

#include <optional>
#include <vector>

#include "federation/home.h"
#include "storage/actors.h"
#include "storage/posts.h"

namespace hallway {

// The post with this id, where `reader` may see it and it is not deleted.
std::optional<Post> find_seen(const ReadTxn& txn, const Home& home, Id post, Id reader);

// The posts that a new one speaks of.
struct SpokenOf {
  std::optional<Post> parent, quoted;
};
// `wanted`, or the node's default: never wider than those. Errors: invalid, where it was said so.
Result<Label> label_for(const Home& home, std::optional<Label> wanted, const SpokenOf& others);

// Sets `to` and `cc` by its visibility and mentions. `answered`: who wrote what it answers.
void address(const Actor& author, Post& post, const std::optional<Actor>& answered);

// As list_recipients in post.h, of the first `most` followers.
std::vector<Id> list_recipients_among(const ReadTxn& txn, const Post& post, size_t most);

}  // namespace hallway
