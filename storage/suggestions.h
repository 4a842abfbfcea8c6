#pragma once
// Whom a person does not want to be suggested to them.

#include "storage/store.h"

namespace hallway {

Result<void> decline_suggestion(WriteTxn& txn, Id person, Id actor, Time now);
bool is_declined(const ReadTxn& txn, Id person, Id actor);

}  // namespace hallway
