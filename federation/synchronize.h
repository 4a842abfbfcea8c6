#pragma once
// Follower synchronization (FEP-8fcf): with what goes to somebody's followers a node says what
// their followers at the other node come to, so that a lost Undo or Accept is noticed. Where the
// two differ we ask for the list, and only a list that comes to what was said changes anything: a
// forged header unfollows nobody (attack 39).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "federation/fetched_post.h"
#include "storage/fetches.h"
#include "storage/values/crypto.h"

namespace hallway {

inline constexpr std::string_view kSynchronizationHeader = "Collection-Synchronization";

struct Synchronization {
  Iri collection;  // an actor's followers
  Iri url;         // those of one node
  Digest digest{};
};
// collectionId="...", url="...", digest="hex"; in any order, others are passed over. Nothing where
// one is missing, broken or there twice.
std::optional<Synchronization> parse_synchronization(std::string_view field);

// The header's value for `payload`, which `signer` sends to `domain`; nothing where it is not for
// their followers, or none is there.
struct Consignment {
  Id signer;
  const Domain& domain;
  std::string_view payload;
};
std::optional<std::string> synchronization_for(const ReadTxn& txn, const Consignment& sent);
// Where the followers of one node are listed for that node.
Iri partial_followers(const Actor& actor);

// What to look at, where `field`, said by `sender`, differs from what this node knows. Nothing
// where it is of another collection than the sender's followers, or of another origin.
std::optional<Fetch> differing_followers(const ReadTxn& txn, const Home& home, const Actor& sender,
                                         std::string_view field);
// A while from now: the difference may settle by itself, and nobody makes us ask more often.
Result<void> look_at_followers(WriteTxn& txn, Fetch fetch, Time now);

// The followers that a fetched collection lists, sorted, at most 10,000. Errors: invalid where one
// is not ours, or they do not come to `digest`.
Result<std::vector<Iri>> read_partial_followers(const Json& collection, const Home& home,
                                                std::string_view digest);
// Followers here of `followee` whom it does not list follow no more; those whom it lists and who
// were waiting are accepted, and who never asked (at most 50 at once) takes it back. Who is
// disabled is passed over. At most 200 follows end at once, so that no transaction is long: false
// where more are left.
Result<bool> repair_followers(const Learning& here, Id followee, const std::vector<Iri>& listed);

}  // namespace hallway
