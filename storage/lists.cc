#include "storage/lists.h"

#include "storage/ids.h"
#include "storage/record.h"

namespace hallway {
namespace {

std::optional<List> list_in(Id owner, std::string_view value) {
  auto r = decode_record<record::List>(value);
  if (!r) return std::nullopt;
  return List{.id = {r->id},
              .owner = owner,
              .title = std::move(r->title),
              .replies = static_cast<ListReplies>(r->replies),
              .exclusive = r->exclusive};
}

}  // namespace

std::optional<List> find_list(const ReadTxn& txn, Id owner, Id list) {
  const auto value = txn.get(Table::lists, key_of(owner, list));
  return value ? list_in(owner, *value) : std::nullopt;
}

std::vector<List> list_lists(const ReadTxn& txn, Id owner) {
  std::vector<List> lists;
  txn.scan(Table::lists, key_of(owner), [&](std::string_view, std::string_view value) {
    if (auto list = list_in(owner, value)) lists.push_back(*std::move(list));
    return true;
  });
  return lists;
}

Result<void> put_list(WriteTxn& txn, List& list, Time now) {
  if (!list.id) list.id = allocate_id_of(txn, Table::lists, list.owner, now);
  record::ListT r;
  r.id = list.id.value;
  r.title = list.title;
  r.replies = static_cast<record::ListReplies>(list.replies);
  r.exclusive = list.exclusive;
  return txn.put(Table::lists, key_of(list.owner, list.id), encode_record<record::List>(r));
}

Result<void> erase_list(WriteTxn& txn, Id owner, Id list) {
  const List emptied{.id = list, .owner = owner};
  for (const Id actor : list_members(txn, emptied, Id{}, SIZE_MAX)) {
    TRY(erase_list_member(txn, emptied, actor));
  }
  return txn.erase(Table::lists, key_of(owner, list));
}

Result<void> add_list_member(WriteTxn& txn, const List& list, Id actor) {
  return txn.put(Table::list_members, key_of(list.owner, list.id, actor), {});
}

Result<void> erase_list_member(WriteTxn& txn, const List& list, Id actor) {
  return txn.erase(Table::list_members, key_of(list.owner, list.id, actor));
}

Result<void> erase_from_lists(WriteTxn& txn, Id owner, Id actor) {
  for (const auto& list : list_lists(txn, owner)) TRY(erase_list_member(txn, list, actor));
  return {};
}

bool is_on_list(const ReadTxn& txn, const List& list, Id actor) {
  return txn.has(Table::list_members, key_of(list.owner, list.id, actor));
}

std::vector<Id> list_members(const ReadTxn& txn, const List& list, Id after, size_t most) {
  std::vector<Id> members;
  if (most == 0 || after.value == UINT64_MAX) return members;
  txn.scan(
      Table::list_members, key_of(list.owner, list.id),
      [&](std::string_view key, std::string_view) {
        members.push_back(id_at(key, 16));
        return members.size() < most;
      },
      key_of(list.owner, list.id, Id{after.value + 1}));
  return members;
}

}  // namespace hallway
