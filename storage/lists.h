#pragma once
// Lists: people whom somebody here reads apart from all others. Nobody else learns who is on one.

#include <optional>
#include <string>
#include <vector>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

enum class ListReplies : uint8_t { members, followed, none };

struct List {
  Id id;
  Id owner;  // local actor
  std::string title;
  ListReplies replies = ListReplies::members;
  bool exclusive = false;  // what its members post is left out of the home timeline
};

std::optional<List> find_list(const ReadTxn& txn, Id owner, Id list);
std::vector<List> list_lists(const ReadTxn& txn, Id owner);  // oldest first
// New (id 0: allocated) or replaced.
Result<void> put_list(WriteTxn& txn, List& list, Time now);
Result<void> erase_list(WriteTxn& txn, Id owner, Id list);

// Again is no error. A member goes when they are no longer followed (erase_follow).
Result<void> add_list_member(WriteTxn& txn, const List& list, Id actor);
Result<void> erase_list_member(WriteTxn& txn, const List& list, Id actor);
Result<void> erase_from_lists(WriteTxn& txn, Id owner, Id actor);
bool is_on_list(const ReadTxn& txn, const List& list, Id actor);
// By id, beyond `after`.
std::vector<Id> list_members(const ReadTxn& txn, const List& list, Id after, size_t most);

}  // namespace hallway
