#pragma once
// What is to be indexed anew for search: a row for each change to a post or an actor, written in
// the transaction that makes it, gone once the index has it on disk. A crash in between repeats
// work and loses nothing.

#include <vector>

#include "storage/store.h"
#include "storage/values/id.h"

namespace hallway {

enum class Searched : uint8_t { post = 1, actor = 2 };

struct SearchDue {
  uint64_t number = 0;  // in order of the changes; one that waits has it alone
  Id id;                // may be gone by now
  Searched kind = Searched::post;
};

Result<void> add_search_due(WriteTxn& txn, Id id, Searched kind);
// The oldest beyond `after`.
std::vector<SearchDue> list_search_due(const ReadTxn& txn, uint64_t after, size_t most);
// Those up to the number `last`.
Result<void> erase_search_due(WriteTxn& txn, uint64_t last);
uint64_t last_search_due(const ReadTxn& txn);  // 0: nothing waits

}  // namespace hallway
