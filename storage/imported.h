#pragma once
// What an operator brought here from elsewhere (hallway import-posts), so that nothing is brought
// twice: by a digest of what came in, what came of it. Of a line that was a post of theirs, the
// post, which may be deleted since; of the name of an author for whom somebody was made here, the
// person. It goes with the person.

#include <optional>

#include "storage/store.h"

namespace hallway {

std::optional<Id> find_imported(const ReadTxn& txn, Id person, const Digest& what);
// `became`: a post of theirs, or the person.
Result<void> put_imported(WriteTxn& txn, Id person, const Digest& what, Id became);

}  // namespace hallway
