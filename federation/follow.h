#pragma once
// Follow, Accept, Reject and Undo of a follow.

#include <functional>

#include "federation/act.h"
#include "storage/follows.h"

namespace hallway {

Result<void> receive_follow(Inbound& in);
Result<void> receive_accept(Inbound& in);  // only of a follow that we asked for (attack 36)
Result<void> receive_reject(Inbound& in);

// How somebody wants to follow; what is not said stays as it was.
struct FollowWish {
  std::optional<bool> boosts, notify;
  std::optional<std::vector<std::string>> languages;
};

// Here: `local.actor` follows `target`. A local target that is not locked accepts at once; a remote
// one gets a Follow. Again is no error, and may change how. Errors: not_found, forbidden (policy),
// invalid (oneself).
Result<Follow> follow(Local& local, Id target, const FollowWish& wish = {});
Result<void> unfollow(Local& local, Id target);
// Answers to a request by `follower` to follow `local.actor`.
Result<void> accept_follow(Local& local, Id follower);
Result<void> reject_follow(Local& local, Id follower);

// People here who follow `followee` and may act: whoever is gone or disabled is left out, for
// nothing is signed for them. At most `most` of those who are `wanted`.
std::vector<Actor> followers_here(const ReadTxn& txn, const Home& home, Id followee, size_t most,
                                  const std::function<bool(const Actor&)>& wanted = {});

// Undo{Follow} that arrived: by the follow's own actor only.
Result<void> undo_follow(Inbound& in, const Follow& follow);

}  // namespace hallway
