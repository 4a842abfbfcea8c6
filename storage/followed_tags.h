#pragma once
// Hashtags whose posts stand in somebody's home timeline beside those of the people they follow.

#include <string>
#include <string_view>
#include <vector>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

// `tag` as posts hold it: normalized, without '#'. Again is no error and changes nothing. Each of a
// person's tags has a time of its own, a millisecond later if need be: pages are counted by it.
Result<void> add_followed_tag(WriteTxn& txn, Id person, std::string_view tag, Time now);
Result<void> erase_followed_tag(WriteTxn& txn, Id person, std::string_view tag);
// How many people follow it. Reads every row.
size_t count_tag_followers(const ReadTxn& txn, std::string_view tag);
bool follows_tag(const ReadTxn& txn, Id person, std::string_view tag);

struct FollowedTag {
  std::string name;
  Time at;
};
std::vector<FollowedTag> list_followed_tags(const ReadTxn& txn, Id person);  // newest first

}  // namespace hallway
