#pragma once
// Posts that their authors want seen first: what the `featured` collection of an actor holds.

#include <vector>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

// Again is no error and changes nothing. A pin goes with its post (bury_post).
Result<void> add_pin(WriteTxn& txn, Id actor, Id post, Time now);
Result<void> erase_pin(WriteTxn& txn, Id actor, Id post);
bool is_pinned(const ReadTxn& txn, Id actor, Id post);
std::vector<Id> list_pins(const ReadTxn& txn, Id actor, size_t most);  // pinned last first

}  // namespace hallway
