#pragma once
// Deliveries that are due and are not sent: those that nobody needs any more end here, and those of
// somebody who is disabled are put off. Also how a delivery ends.

#include "federation/home.h"
#include "storage/deliveries.h"
#include "storage/log.h"
#include "storage/peers.h"

namespace hallway {

// How long something is owed: longer to those with whom something was agreed, who come back.
inline constexpr Duration kGiveUpAfter = days(7);
inline constexpr Duration kGiveUpPartnersAfter = days(30);

// Whether `row`, which `peer` has not taken, was owed long enough. Age alone does not decide: a
// node that was switched off, or whose clock was set ahead, has tried nothing meanwhile. A line
// that is down must have been tried for most of that time (each hour), a row that is answered with
// trouble a few times.
bool is_overdue(const Delivery& row, const Peer& peer, Time now);

struct StepOver {
  WriteTxn& txn;
  const Home& home;
  const Peer& peer;  // whose line it is
  Time now;

  enum What { not_at_all, put_off, ended };
  // Ends `row` where it is overdue, where we may not talk to the peer
  // any more, where what it carries was deleted or its label does not reach the peer any more, or
  // its signer was deleted (but for a Delete). Puts it off by 10 minutes where its signer is
  // disabled, for a week.
  // `entry` is what the log says of what it carries.
  [[nodiscard]] Result<What> over(Delivery row, const std::optional<LogEntry>& entry) const;
};

// A signer who is disabled signs nothing, but may be let in again.
bool is_disabled(const ReadTxn& txn, Id signer);

// The row goes; what became of it is kept for a while (storage/outcomes.h).
Result<void> end_delivery(WriteTxn& txn, const Delivery& row, bool delivered, Time now);

}  // namespace hallway
