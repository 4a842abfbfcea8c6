#pragma once
// How many of something an actor has, kept up with every change: whoever shows them says so, and
// counting would cost a walk each time. In a store that is older than tallies a number is counted
// when the next one comes or goes.

#include <optional>

#include "storage/store.h"

namespace hallway {

enum class Tallied : uint64_t { entries, followers, following };

// nullopt where there are none, or nothing has changed since the store was older than tallies.
std::optional<uint64_t> find_tally(const ReadTxn& txn, Id actor, Tallied what);

// How many there are, by their rows.
using CountRows = size_t (*)(const ReadTxn& txn, Id actor);

// One came (+1) or went (-1); to be called once the rows have changed.
Result<void> change_tally(WriteTxn& txn, Id actor, Tallied what, int step, CountRows count);

}  // namespace hallway
