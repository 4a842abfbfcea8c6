#pragma once
// New ids, unique within one table. Local things are numbered by arrival, remote and imported ones
// by their own time clamped to the past, so that order of ids is order in a timeline.

#include "storage/store.h"
#include "storage/values/id.h"

namespace hallway {

// The next id free in `table` (keyed by id) at `at`, or at `now` where `at` is later or not set.
Id allocate_id(const ReadTxn& txn, Table table, Time at, Time now);
// Posts and boosts stand in one timeline and share one row of ids.
Id allocate_entry_id(const ReadTxn& txn, Time at, Time now);
// The next id at `now` in a `table` keyed by (person, id); unique among those of the person.
Id allocate_id_of(const ReadTxn& txn, Table table, Id person, Time now);

}  // namespace hallway
