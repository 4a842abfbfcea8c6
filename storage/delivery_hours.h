#pragma once
// How many deliveries ended how in each hour, for those who look back; kept as long as what became
// of each (storage/outcomes.h).

#include <vector>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

// What became of one attempt.
enum class DeliveryEnd : uint8_t { made, put_off, given_up };

struct DeliveryHour {
  Time begins;
  uint64_t made = 0;      // taken by their inbox
  uint64_t put_off = 0;   // attempts that failed and are to be made again
  uint64_t given_up = 0;  // will not be tried again
};

Result<void> count_delivery(WriteTxn& txn, DeliveryEnd end, Time now);
// Those that begin from `from` on and before `until`, at most 400 days of them, oldest first; of an
// hour without any nothing.
std::vector<DeliveryHour> list_delivery_hours(const ReadTxn& txn, Time from, Time until);
// Forgets those that began from `from` on and ended by `before`.
Result<void> forget_delivery_hours(WriteTxn& txn, Time from, Time before);

}  // namespace hallway
