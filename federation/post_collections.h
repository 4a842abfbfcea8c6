#pragma once
// The collections of a post of ours: its replies and its thread (FEP-7888, the collection of posts
// of FEP-f228), paged, as ids only; its likes and shares, as numbers only.

#include <optional>
#include <string_view>

#include "federation/home.h"
#include "federation/policy.h"
#include "storage/values/json.h"

namespace hallway {

enum class PostCollection { replies, context, likes, shares };
std::optional<PostCollection> parse_post_collection(std::string_view name);

struct PostCollectionView {
  const Post& post;
  Destination viewer;  // replies and thread hold only what may flow there
  PostCollection which;
};
// The collection itself (`page` absent) or one page of 40, as in collections.h. Of replies and
// thread the number of items is told only where counting those that may flow is cheap.
Json post_collection_json(const ReadTxn& txn, const Home& home, const PostCollectionView& view,
                          std::optional<Id> page);

}  // namespace hallway
