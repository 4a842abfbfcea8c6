#pragma once
// Where an activity is bound for: the nodes of its recipients, and what policy says of each.
// Whoever owes deliveries asks, and whoever tells an author beforehand.

#include <set>
#include <span>
#include <string>
#include <vector>

#include "federation/policy.h"

namespace hallway {

struct Bound {
  Domain domain;
  std::vector<Id> people;         // recipients there
  std::set<std::string> inboxes;  // shared ones where there are any
  Verdict verdict;
};

// By domain. Local recipients are left out, and who is kept from `post` by a block. `post`: null
// where the activity speaks of none. `signer`: whose activity it is.
std::vector<Bound> list_bound(const ReadTxn& txn, const Home& home, std::span<const Id> recipients,
                              const Post* post, Id signer);

}  // namespace hallway
