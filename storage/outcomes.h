#pragma once
// What became of deliveries: one row for each that was made or given up, kept for a while after the
// delivery's own row is gone, so that an operator can ask.

#include <optional>
#include <string>
#include <vector>

#include "storage/deliveries.h"

namespace hallway {

struct DeliveryOutcome {
  Iri inbox;
  bool delivered = false;  // else it was given up
  Time created;            // when it was owed
  Time at;
  uint32_t attempts = 0;
  std::string why;  // the last answer, or why it was not sent
};

// The end of `row`, which has its last error in it.
Result<void> put_outcome(WriteTxn& txn, const Delivery& row, bool delivered, Time now);
// Of one log entry at one domain, known by now or not, in the order in which they were owed.
std::vector<DeliveryOutcome> list_outcomes(const ReadTxn& txn, uint64_t activity,
                                           const Domain& domain, size_t most);

// Forgets at most `most` rows that are older than `before` or lie ahead of `now` (the clock was
// set back), those of the oldest activities first; stops at another. Returns how many.
Result<size_t> forget_outcomes(WriteTxn& txn, Time before, Time now, size_t most);
// Whether forget_outcomes would find one.
bool has_outcome_before(const ReadTxn& txn, Time before, Time now);

}  // namespace hallway
