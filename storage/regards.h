#pragma once
// How somebody here regards somebody else: what they noted down about them, which they alone read,
// and whether they recommend them to whoever looks at their profile.

#include <string>
#include <string_view>
#include <vector>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

std::string find_remark(const ReadTxn& txn, Id by, Id about);  // empty: none
// An empty one takes the old one away.
Result<void> put_remark(WriteTxn& txn, Id by, Id about, std::string_view text);

// Again is no error and changes nothing. Goes when they are no longer followed (erase_follow).
Result<void> add_endorsement(WriteTxn& txn, Id by, Id whom, Time now);
Result<void> erase_endorsement(WriteTxn& txn, Id by, Id whom);
bool endorses(const ReadTxn& txn, Id by, Id whom);
// By id of whom, beyond `after`.
std::vector<Id> list_endorsed(const ReadTxn& txn, Id by, Id after, size_t most);

}  // namespace hallway
