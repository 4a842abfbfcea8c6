#include "storage/votes.h"

namespace hallway {

uint64_t find_votes(const ReadTxn& txn, Id post, Id actor) {
  const auto value = txn.get(Table::votes, key_of(post, actor));
  return value ? number_at(*value, 0) : 0;
}

Result<void> put_votes(WriteTxn& txn, Id post, Id actor, uint64_t options) {
  return txn.put(Table::votes, key_of(post, actor), view(value_of(options)));
}

std::vector<Id> list_voters(const ReadTxn& txn, Id post, size_t most) {
  std::vector<Id> actors;
  if (most == 0) return actors;
  txn.scan(Table::votes, key_of(post), [&](std::string_view key, std::string_view) {
    actors.push_back(id_at(key, 8));
    return actors.size() < most;
  });
  return actors;
}

Result<void> erase_votes(WriteTxn& txn, Id post) {
  for (const auto actor : list_voters(txn, post, SIZE_MAX)) {
    TRY(txn.erase(Table::votes, key_of(post, actor)));
  }
  return {};
}

Result<void> put_poll_due(WriteTxn& txn, Id post, Time at) {
  return txn.put(Table::polls_due, key_of(at, post), {});
}

std::vector<DuePoll> list_due_polls(const ReadTxn& txn, Time now, size_t most) {
  std::vector<DuePoll> due;
  if (most == 0) return due;
  txn.scan(Table::polls_due, {}, [&](std::string_view key, std::string_view) {
    const Time at{static_cast<int64_t>(number_at(key, 0))};
    if (at > now) return false;
    due.push_back({at, id_at(key, 8)});
    return due.size() < most;
  });
  return due;
}

Result<void> erase_poll_due(WriteTxn& txn, const DuePoll& due) {
  return txn.erase(Table::polls_due, key_of(due.at, due.post));
}

}  // namespace hallway
