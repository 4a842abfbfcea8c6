#pragma once
// Who follows whom. A follow is pending until the followee accepts; only accepted ones let
// followers-only posts through (attack 36).

#include <optional>
#include <string>
#include <vector>

#include "storage/store.h"
#include "storage/values/iri.h"
#include "storage/values/time.h"

namespace hallway {

enum class FollowState : uint8_t { pending, accepted };

struct Follow {
  Id id;
  Iri iri;  // of the Follow activity
  Id follower, followee;
  FollowState state = FollowState::pending;
  Time at;
  bool boosts = true;                  // what they boost stands in the home timeline
  bool notify = false;                 // the follower is told of each of their posts
  std::vector<std::string> languages;  // only posts in these stand there; none: in any
};

std::optional<Follow> find_follow(const ReadTxn& txn, Id follower, Id followee);
std::optional<Follow> find_follow(const ReadTxn& txn, const Iri& activity);
// New (id 0: allocated) or replaced; the pair is the key.
Result<void> put_follow(WriteTxn& txn, Follow& follow);
Result<void> erase_follow(WriteTxn& txn, Id follower, Id followee);
bool follows(const ReadTxn& txn, Id follower, Id followee);  // accepted
// By anybody whose follow was accepted.
bool is_followed(const ReadTxn& txn, Id followee);

// By id, ascending, beyond `after`.
std::vector<Id> list_followers(const ReadTxn& txn, Id followee, FollowState state, Id after,
                               size_t most);
std::vector<Id> list_following(const ReadTxn& txn, Id follower, FollowState state, Id after,
                               size_t most);
// Accepted ones as the home timeline needs them, by id.
struct Followed {
  Id id;
  bool boosts = true;
  bool choosy = false;  // only some languages are wanted
};
std::vector<Followed> list_followed(const ReadTxn& txn, Id follower);
// Accepted ones who want to be told of each post, by id.
std::vector<Id> list_watchers(const ReadTxn& txn, Id followee);
// Accepted ones whose IRI is of `domain`, by id.
struct FollowerAt {
  Id id;
  Iri iri;
};
std::vector<FollowerAt> list_followers_at(const ReadTxn& txn, Id followee, const Domain& domain);
// What they come to (FEP-8fcf): the SHA-256 of their IRIs, one XORed to the other; zeros where
// there are none. Kept up with every follow; nothing where it is not known yet, which the next
// follow of `followee` ends.
std::optional<Digest> follower_digest(const ReadTxn& txn, Id followee, const Domain& domain);
// Adds one IRI to a digest, or takes it out again.
void toggle(Digest& digest, std::string_view iri);
size_t count_followers(const ReadTxn& txn, Id followee);
size_t count_following(const ReadTxn& txn, Id follower);

}  // namespace hallway
