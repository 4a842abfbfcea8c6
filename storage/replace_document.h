#pragma once
// What is told anew of a post without being an edit: votes, a consent.

#include "storage/posts.h"

namespace hallway {

// Makes `seq` the document of the post; the payload of the one before is erased. Errors: not_found,
// also where it was deleted.
Result<void> replace_document(WriteTxn& txn, Id post, uint64_t seq);

}  // namespace hallway
