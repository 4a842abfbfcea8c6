#pragma once
// Why something was or was not delivered to another node: what policy says, whom it is for there,
// and what became of each delivery. Reads only.

#include <string>
#include <vector>

#include "federation/policy.h"
#include "storage/deliveries.h"
#include "storage/outcomes.h"

namespace hallway {

struct Recipient {
  std::string handle;
  Iri inbox;
};

// One activity that was owed to the node, or is.
struct Passage {
  std::string type;  // of the activity
  bool owed = false;
  DeliveryOutcome ended;  // where it is not owed any more
  Delivery waits;         // where it is
};

struct Explanation {
  std::string object;  // its IRI
  Verdict verdict;     // as things stand now
  std::vector<Recipient> recipients;
  std::vector<Passage> passages;
};

// `what`: the IRI of a post or of an activity (a boost, a like) known here. Fails with not_found.
Result<Explanation> explain(const ReadTxn& txn, const Home& home, const Iri& what,
                            const Domain& domain);

}  // namespace hallway
