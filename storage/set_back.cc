#include "storage/set_back.h"

#include <algorithm>
#include <vector>

#include "storage/deliveries.h"
#include "storage/fetches.h"
#include "storage/peers.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {

// Where what waits too long begins, in a table whose keys begin with a time.
Key beyond(Time now) { return key_of(now + kLongestWait + kClockSkew, Id{}); }

std::vector<Id> list_beyond(const ReadTxn& txn, Table table, Time now, size_t most) {
  std::vector<Id> ids;
  if (most == 0) return ids;
  txn.scan(
      table, {},
      [&](std::string_view key, std::string_view) {
        ids.push_back(id_at(key, 8));
        return ids.size() < most;
      },
      beyond(now));
  return ids;
}

// What a peer is owed, from the first row on that waits too long.
std::vector<Delivery> list_line_beyond(const ReadTxn& txn, Id peer, Time now, size_t most) {
  std::vector<Delivery> rows;
  txn.scan(
      Table::deliveries_due, key_of(peer),
      [&](std::string_view key, std::string_view) {
        if (auto row = find_delivery(txn, id_at(key, 16))) rows.push_back(std::move(*row));
        return rows.size() < most;
      },
      key_of(peer, now + kLongestWait + kClockSkew, Id{}));
  return rows;
}

Result<size_t> make_line_due(WriteTxn& txn, Id id, Time now, size_t most) {
  size_t moved = 0;
  for (auto& row : list_line_beyond(txn, id, now, most)) {
    row.next = now;
    TRY(put_delivery(txn, row));
    ++moved;
  }
  if (auto peer = find_peer(txn, id); peer && peer->retry > now + kLongestWait) {
    peer->retry = now;
    peer->down_since = std::min(peer->down_since, now);
    TRY(put_peer(txn, *peer));
    ++moved;
  }
  TRY(schedule_peer(txn, id, next_due(txn, id)));
  return moved;
}

}  // namespace

bool waits_too_long(const ReadTxn& txn, Time now) {
  return !list_beyond(txn, Table::peers_due, now, 1).empty() ||
         !list_beyond(txn, Table::fetches_due, now, 1).empty();
}

Result<size_t> make_due(WriteTxn& txn, Time now, size_t most) {
  size_t moved = 0;
  for (const auto peer : list_beyond(txn, Table::peers_due, now, most)) {
    if (moved >= most) return moved;
    moved += TRY(make_line_due(txn, peer, now, most - moved));
  }
  for (const auto id : list_beyond(txn, Table::fetches_due, now, most - std::min(most, moved))) {
    auto fetch = find_fetch(txn, id);
    if (!fetch) continue;
    fetch->next = now;
    TRY(move_fetch(txn, *fetch));
    ++moved;
  }
  return moved;
}

}  // namespace hallway
