#include "storage/bookmarks.h"

#include "storage/ids.h"

namespace hallway {

Result<void> add_bookmark(WriteTxn& txn, Id person, Id post, Time now) {
  if (is_bookmarked(txn, person, post)) return {};
  const Id id = allocate_id_of(txn, Table::bookmarks, person, now);
  TRY(txn.put(Table::bookmarks, key_of(person, id), view(value_of(post.value))));
  return txn.put(Table::bookmarks_by_post, key_of(post, person), view(value_of(id.value)));
}

Result<void> erase_bookmark(WriteTxn& txn, Id person, Id post) {
  const auto id = txn.get(Table::bookmarks_by_post, key_of(post, person));
  if (!id) return {};
  TRY(txn.erase(Table::bookmarks, key_of(person, id_at(*id, 0))));
  return txn.erase(Table::bookmarks_by_post, key_of(post, person));
}

Result<void> erase_bookmarks_of(WriteTxn& txn, Id post) {
  std::vector<Id> people;
  txn.scan(Table::bookmarks_by_post, key_of(post), [&](std::string_view key, std::string_view) {
    people.push_back(id_at(key, 8));
    return true;
  });
  for (const Id person : people) TRY(erase_bookmark(txn, person, post));
  return {};
}

bool is_bookmarked(const ReadTxn& txn, Id person, Id post) {
  return txn.has(Table::bookmarks_by_post, key_of(post, person));
}

void scan_bookmarks(const ReadTxn& txn, Id person, Id before, const VisitBookmark& visit) {
  const auto end = key_of(person, before);
  txn.scan_down(
      Table::bookmarks, key_of(person),
      [&](std::string_view key, std::string_view value) {
        return visit(id_at(key, 8), id_at(value, 0));
      },
      before ? end.view() : std::string_view());
}

void scan_bookmarks_up(const ReadTxn& txn, Id person, Id after, const VisitBookmark& visit) {
  if (after.value == UINT64_MAX) return;
  txn.scan(
      Table::bookmarks, key_of(person),
      [&](std::string_view key, std::string_view value) {
        return visit(id_at(key, 8), id_at(value, 0));
      },
      key_of(person, Id{after.value + 1}));
}

}  // namespace hallway
