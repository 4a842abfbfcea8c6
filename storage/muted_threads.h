#pragma once
// Threads of which somebody here wants to be told nothing more.

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

// `context`: of its posts. Again is no error.
Result<void> add_muted_thread(WriteTxn& txn, Id person, Id context, Time now);
Result<void> erase_muted_thread(WriteTxn& txn, Id person, Id context);
bool has_muted_thread(const ReadTxn& txn, Id person, Id context);
// The same of the thread that `post` belongs to.
bool has_muted_thread_of(const ReadTxn& txn, Id person, Id post);

}  // namespace hallway
