#pragma once
// Boosts that were taken back: what they were called by here, so that whoever shows one can be told
// that it is gone. Kept as long as their Undo is remembered (forget_seen in storage/log.h).

#include <optional>
#include <string_view>

#include "storage/reactions.h"

namespace hallway {

Result<void> put_withdrawn(WriteTxn& txn, const Boost& boost);
// The id that the boost `iri` had. Nothing where none was taken back, or long ago.
std::optional<Id> find_withdrawn(const ReadTxn& txn, std::string_view iri);
// Again is no error.
Result<void> erase_withdrawn(WriteTxn& txn, std::string_view iri);

}  // namespace hallway
