#pragma once
// Which people have read what a year was for them; and years as such, by the calendar in UTC.

#include <cstdint>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

uint64_t year_of(Time at);
Time begin_of_year(uint64_t year);

// Again only changes when.
Result<void> mark_year_read(WriteTxn& txn, Id person, uint64_t year, Time now);
// What was read while the year ran is not all that there was to read once it is over.
bool is_year_read(const ReadTxn& txn, Id person, uint64_t year, Time now);

}  // namespace hallway
