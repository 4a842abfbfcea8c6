#pragma once
// Whoever takes something back, or changes it, is not to overtake themselves: deliveries of one
// signer to one peer begin in the order in which they were owed, side by side as long as no two
// speak of the same thing; one that does waits until the other is answered, and the rest behind it.
// Where the answer is that it must be sent again, what speaks of the same waits for that, and
// nothing else.

#include <cstdint>
#include <vector>

#include "storage/deliveries.h"
#include "storage/log.h"

namespace hallway {

// Hashes of what a few deliveries speak of and whose they are. Two that are alike by chance only
// wait.
using Things = std::vector<uint64_t>;

// The activity, its object, and of an Undo also the object of what it takes back: what is done,
// taken back and done again must come in that order.
Things things_of(const ReadTxn& txn, Id signer, const LogEntry& entry);

bool share_any(const Things& some, const Things& others);

// Where something that was put off speaks of the `things` of `row` and comes before it, `row` is
// put off as long. False: nothing does.
Result<bool> wait_behind(WriteTxn& txn, Delivery row, const Things& things);

}  // namespace hallway
