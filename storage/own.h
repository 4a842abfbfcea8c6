#pragma once
// All that somebody here keeps for themselves: bookmarks, lists, filters, markers, remarks,
// followed tags, muted threads, scheduled posts, activities and objects of other kinds; what they
// want to be told, and have read of it. And which skills of others they endorse.

#include "storage/store.h"

namespace hallway {

// When they have gone.
Result<void> erase_own(WriteTxn& txn, Id person);

}  // namespace hallway
