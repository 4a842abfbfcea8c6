#include "storage/search_due.h"

namespace hallway {

uint64_t last_search_due(const ReadTxn& txn) {
  const auto last = txn.cursor(Table::search_due).last();
  return last ? number_at(last->key, 0) : 0;
}

Result<void> add_search_due(WriteTxn& txn, Id id, Searched kind) {
  const uint64_t number = last_search_due(txn) + 1;
  return txn.append(Table::search_due, key_of(number),
                    key_of(id, static_cast<uint64_t>(kind), number));
}

std::vector<SearchDue> list_search_due(const ReadTxn& txn, uint64_t after, size_t most) {
  std::vector<SearchDue> due;
  if (most == 0) return due;
  txn.scan(
      Table::search_due, {},
      [&](std::string_view key, std::string_view value) {
        due.push_back({.number = number_at(key, 0),
                       .id = id_at(value, 0),
                       .kind = static_cast<Searched>(number_at(value, 8))});
        return due.size() < most;
      },
      key_of(after + 1));
  return due;
}

Result<void> erase_search_due(WriteTxn& txn, uint64_t last) {
  constexpr size_t kAtOnce = 1'000;
  for (;;) {
    const auto due = list_search_due(txn, 0, kAtOnce);
    for (const auto& one : due) {
      if (one.number > last) return {};
      TRY(txn.erase(Table::search_due, key_of(one.number)));
    }
    if (due.size() < kAtOnce) return {};
  }
}

}  // namespace hallway
