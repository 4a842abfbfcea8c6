#pragma once
// What a status id names for somebody: a post, or a boost of one.

#include <optional>

#include "federation/policy.h"
#include "storage/posts.h"
#include "storage/reactions.h"

namespace hallway::api {

struct Shown {
  Post post;
  std::optional<Boost> boost;
};

// Fails with not_found alike for what does not exist, was deleted, or is not for `viewer`.
Result<Shown> find_shown(const ReadTxn& txn, const Home& home, std::string_view id,
                         const Destination& viewer);

}  // namespace hallway::api
