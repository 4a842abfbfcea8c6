#pragma once
// Posts that somebody keeps to find them again. Nobody else learns of it.

#include <functional>
#include <vector>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

// Again is no error and changes nothing. A bookmark goes with its post (bury_post).
Result<void> add_bookmark(WriteTxn& txn, Id person, Id post, Time now);
Result<void> erase_bookmark(WriteTxn& txn, Id person, Id post);
Result<void> erase_bookmarks_of(WriteTxn& txn, Id post);  // whosever
bool is_bookmarked(const ReadTxn& txn, Id person, Id post);

// Bookmarks of a person, newest first, below `before` (0: all); and those above `after`, oldest
// first. Until `visit` returns false.
using VisitBookmark = std::function<bool(Id bookmark, Id post)>;
void scan_bookmarks(const ReadTxn& txn, Id person, Id before, const VisitBookmark& visit);
void scan_bookmarks_up(const ReadTxn& txn, Id person, Id after, const VisitBookmark& visit);

}  // namespace hallway
