#include "storage/ids.h"

#include <algorithm>
#include <initializer_list>

namespace hallway {
namespace {

// The last id below `end` in any of `tables`.
Id latest_before(const ReadTxn& txn, std::initializer_list<Table> tables, Id end) {
  Id latest;
  for (const auto table : tables) {
    auto rows = txn.cursor(table);
    const auto row = rows.seek_before(key_of(end));
    if (row) latest = std::max(latest, id_at(row->key, 0));
  }
  return latest;
}

Id allocate(const ReadTxn& txn, std::initializer_list<Table> tables, Time at, Time now) {
  if (at.ms <= 0 || at > now) at = now;
  for (;; at.ms += 1) {
    const Id start = first_id_at(at);
    const Id end = first_id_at({at.ms + 1});
    const Id latest = latest_before(txn, tables, end);
    if (latest < start) return start ? start : Id{1};
    if (latest.value + 1 < end.value) return Id{latest.value + 1};
  }
}

}  // namespace

Id allocate_id(const ReadTxn& txn, Table table, Time at, Time now) {
  return allocate(txn, {table}, at, now);
}

Id allocate_entry_id(const ReadTxn& txn, Time at, Time now) {
  return allocate(txn, {Table::posts, Table::boosts}, at, now);
}

Id allocate_id_of(const ReadTxn& txn, Table table, Id person, Time now) {
  Id id = std::max(first_id_at(now), Id{1});
  txn.scan_down(table, key_of(person), [&](std::string_view key, std::string_view) {
    id = std::max(id, Id{id_at(key, 8).value + 1});
    return false;
  });
  return id;
}

}  // namespace hallway
