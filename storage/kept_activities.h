#pragma once
// Activities that this node has no meaning of its own for, by whom they concern: what somebody here
// did (their outbox), and what was sent to them (their inbox). The activity itself stands in the
// log; these rows are how its people find it again.

#include <functional>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

enum class Box : uint8_t { inbox, outbox };

inline constexpr size_t kMostKeptActivities = 1'000;  // of a person and box; the oldest go

// `activity`: its log sequence number. The id is of the same order of time as those of posts.
Result<void> keep_activity(WriteTxn& txn, Id person, Box box, uint64_t activity, Time now);

// Newest first, below `before` (0: from the newest), until `visit` returns false.
void scan_kept_activities(const ReadTxn& txn, Id person, Box box, Id before,
                          const std::function<bool(Id, uint64_t activity)>& visit);

}  // namespace hallway
