#pragma once
// Work that was planned on a clock that was ahead and has been set back since: without this it
// would wait for as long as the clock was wrong.

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

// No delivery and no fetch waits longer than that of its own accord (deliver.h, catch_up.h).
inline constexpr Duration kLongestWait = days(1);

// Whether anything waits for longer. Cheap.
bool waits_too_long(const ReadTxn& txn, Time now);
// Makes at most `most` of it due, in the order in which it was planned. Returns how much.
Result<size_t> make_due(WriteTxn& txn, Time now, size_t most);

}  // namespace hallway
