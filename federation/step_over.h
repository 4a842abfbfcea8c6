#pragma once
// Deliveries that are due and are not sent: those that nobody needs any more end here, and those of
// somebody who is disabled are put off. Also how a delivery ends.

#include "federation/home.h"
#include "storage/deliveries.h"
#include "storage/peers.h"

namespace hallway {

inline constexpr Duration kGiveUpAfter = days(7);

struct StepOver {
  WriteTxn& txn;
  const Home& home;
  const Peer& peer;  // whose line it is
  Time now;

  enum What { not_at_all, put_off, ended };
  // Ends `row` where it is too old, where we may not talk to the peer any more, where what it
  // carries was deleted or its label does not reach the peer any more, or its signer was deleted
  // (but for a Delete). Puts it off by 10 minutes where its signer is disabled.
  [[nodiscard]] Result<What> over(Delivery row) const;
};

// A signer who is disabled signs nothing, but may be let in again.
bool is_disabled(const ReadTxn& txn, Id signer);

// The row goes; what became of it is kept for a while (storage/outcomes.h).
Result<void> end_delivery(WriteTxn& txn, const Delivery& row, bool delivered, Time now);

}  // namespace hallway
