#pragma once
// Questions that wait for an answer, and the people here to whom they were shown as to ones who may
// know.

#include <functional>
#include <vector>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

// A question for which people are to be looked for. It waits from when it was put, or was last
// looked at.
struct WaitingQuestion {
  Time since;
  Id question;
  uint64_t looked = 0;  // how often people were looked for
};
// Those that wait since `until` or longer, the longest first.
std::vector<WaitingQuestion> list_waiting(const ReadTxn& txn, Time until, size_t most);
Result<void> put_waiting(WriteTxn& txn, const WaitingQuestion& one);
Result<void> erase_waiting(WriteTxn& txn, const WaitingQuestion& one);
Result<void> erase_waiting_of(WriteTxn& txn, Id question);

inline constexpr Duration kAskedKept = days(90);
// Forgets of `person` what is older than kAskedKept.
Result<void> add_asked(WriteTxn& txn, Id person, Id question, Time at);
bool was_asked(const ReadTxn& txn, Id person, Id question);
// How many were shown to `person` after `since`.
size_t count_asked(const ReadTxn& txn, Id person, Time since);
// The newest question first below `before` (0: from the newest), and the oldest first above
// `after`. Until `visit` returns false.
void scan_asked(const ReadTxn& txn, Id person, Id before, const std::function<bool(Id)>& visit);
void scan_asked_up(const ReadTxn& txn, Id person, Id after, const std::function<bool(Id)>& visit);

}  // namespace hallway
