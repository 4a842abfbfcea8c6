#pragma once
// What a status id names for somebody: a post, or a boost of one.

#include <optional>

#include "federation/policy.h"
#include "server/api.h"
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
// The same of a post that `person` wrote: another's, which cannot be changed, is not found either.
Result<Post> find_own(const ReadTxn& txn, const Home& home, std::string_view id, Id person);

// The post that the path of a call names by {id}, for somebody who is about to do something to it.
// A boost stands for what it boosts.
struct Target {
  Caller caller;
  Post post;
};
// Errors: those of caller_of and of find_shown.
Result<Target> target_of(Node& node, const Call& call, std::string_view scope);
// The post as it is after that was done.
Result<Response> target_answer(Node& node, const Target& target);

}  // namespace hallway::api
