#pragma once
// Who chose what in a poll, and which polls are to be looked at when. How many chose what is kept
// with the post (storage/poll.h).

#include <cstdint>
#include <optional>
#include <vector>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

// The options that `actor` chose, as bits; 0: none.
uint64_t find_votes(const ReadTxn& txn, Id post, Id actor);
// Replaces them.
Result<void> put_votes(WriteTxn& txn, Id post, Id actor, uint64_t options);
std::vector<Id> list_voters(const ReadTxn& txn, Id post, size_t most);
// All of a poll. What is due of it goes when it is due.
Result<void> erase_votes(WriteTxn& txn, Id post);

// The poll of `post` is to be looked at when it is `at`. Again is no error.
Result<void> put_poll_due(WriteTxn& txn, Id post, Time at);
struct DuePoll {
  Time at;
  Id post;
};
std::vector<DuePoll> list_due_polls(const ReadTxn& txn, Time now, size_t most);
Result<void> erase_poll_due(WriteTxn& txn, const DuePoll& due);

}  // namespace hallway
