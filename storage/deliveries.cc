#include "storage/deliveries.h"

#include "storage/ids.h"
#include "storage/record.h"

namespace hallway {
namespace {

// Where a peer stands in peers_due: kept beside it, so that it can be moved.
Key place_of(Id peer) { return key_of_text("peer_due/" + to_string(peer)); }

std::optional<Time> scheduled(const ReadTxn& txn, Id peer) {
  const auto value = txn.get(Table::positions, place_of(peer));
  if (!value) return std::nullopt;
  return Time{static_cast<int64_t>(number_at(*value, 0))};
}

std::string encode(const Delivery& d) {
  record::DeliveryT r;
  r.id = d.id.value;
  r.peer = d.peer.value;
  r.inbox = d.inbox.text();
  r.activity = d.activity;
  r.signer = d.signer.value;
  r.created = d.created.ms;
  r.next = d.next.ms;
  r.attempts = d.attempts;
  r.error = d.error;
  r.failures_before = d.failures_before;
  r.things = d.things;
  return encode_record<record::Delivery>(r);
}

// Its rows in other tables.
Result<void> stand_in_line(WriteTxn& txn, const Delivery& d) {
  for (const auto thing : d.things) {
    TRY(txn.put(Table::deliveries_put_off, key_of(d.peer, thing, d.id), {}));
  }
  return txn.put(Table::deliveries_due, key_of(d.peer, d.next, d.id), {});
}

Result<void> leave_line(WriteTxn& txn, const Delivery& d) {
  for (const auto thing : d.things) {
    TRY(txn.erase(Table::deliveries_put_off, key_of(d.peer, thing, d.id)));
  }
  return txn.erase(Table::deliveries_due, key_of(d.peer, d.next, d.id));
}

}  // namespace

std::optional<Delivery> find_delivery(const ReadTxn& txn, Id id) {
  const auto value = txn.get(Table::deliveries, key_of(id));
  if (!value) return std::nullopt;
  auto r = decode_record<record::Delivery>(*value);
  if (!r) return std::nullopt;
  return Delivery{.id = {r->id},
                  .peer = {r->peer},
                  .inbox = iri_from_record(r->inbox),
                  .activity = r->activity,
                  .signer = {r->signer},
                  .created = {r->created},
                  .next = {r->next},
                  .attempts = r->attempts,
                  .error = std::move(r->error),
                  .failures_before = r->failures_before,
                  .things = std::move(r->things)};
}

Result<void> put_delivery(WriteTxn& txn, Delivery& delivery) {
  if (!delivery.id) {
    delivery.id = allocate_id(txn, Table::deliveries, delivery.created, delivery.created);
  } else {
    const auto old = find_delivery(txn, delivery.id);
    if (!old) return {};
    TRY(leave_line(txn, *old));
  }
  TRY(txn.put(Table::deliveries, key_of(delivery.id), encode(delivery)));
  TRY(stand_in_line(txn, delivery));
  const auto at = scheduled(txn, delivery.peer);
  if (at && *at <= delivery.next) return {};
  return schedule_peer(txn, delivery.peer, delivery.next);
}

Result<void> erase_delivery(WriteTxn& txn, const Delivery& delivery) {
  const auto old = find_delivery(txn, delivery.id);
  if (!old) return {};
  TRY(leave_line(txn, *old));
  return txn.erase(Table::deliveries, key_of(old->id));
}

std::vector<Delivery> list_due(const ReadTxn& txn, Id peer, Time now, size_t most,
                               const std::function<bool(Id)>& wanted) {
  std::vector<Delivery> due;
  if (most == 0) return due;
  txn.scan(Table::deliveries_due, key_of(peer), [&](std::string_view key, std::string_view) {
    if (static_cast<int64_t>(number_at(key, 8)) > now.ms) return false;
    const auto id = id_at(key, 16);
    auto delivery = !wanted || wanted(id) ? find_delivery(txn, id) : std::nullopt;
    if (delivery) due.push_back(std::move(*delivery));
    return due.size() < most;
  });
  return due;
}

std::optional<Time> next_due(const ReadTxn& txn, Id peer) {
  std::optional<Time> next;
  txn.scan(Table::deliveries_due, key_of(peer), [&](std::string_view key, std::string_view) {
    next = Time{static_cast<int64_t>(number_at(key, 8))};
    return false;
  });
  return next;
}

size_t count_deliveries(const ReadTxn& txn, Id peer) {
  size_t n = 0;
  txn.scan(Table::deliveries_due, key_of(peer),
           [&](std::string_view, std::string_view) { return ++n, true; });
  return n;
}

std::vector<Delivery> list_owed(const ReadTxn& txn, Id peer, uint64_t activity) {
  std::vector<Delivery> owed;
  txn.scan(Table::deliveries_due, key_of(peer), [&](std::string_view key, std::string_view) {
    auto row = find_delivery(txn, id_at(key, 16));
    if (row && row->activity == activity) owed.push_back(std::move(*row));
    return true;
  });
  return owed;
}

std::vector<Delivery> list_put_off(const ReadTxn& txn, const Delivery& row,
                                   std::span<const uint64_t> things) {
  std::vector<Delivery> found;
  for (const auto thing : things) {
    txn.scan(Table::deliveries_put_off, key_of(row.peer, thing),
             [&](std::string_view key, std::string_view) {
               auto other = find_delivery(txn, id_at(key, 16));
               const bool before = other && other->activity < row.activity &&
                                   txn.has(Table::payloads, key_of(other->activity));
               if (before) found.push_back(std::move(*other));
               return true;
             });
  }
  return found;
}

std::vector<Id> list_due_peers(const ReadTxn& txn, Time now, size_t most) {
  std::vector<Id> peers;
  if (most == 0) return peers;
  txn.scan(Table::peers_due, {}, [&](std::string_view key, std::string_view) {
    if (static_cast<int64_t>(number_at(key, 0)) > now.ms) return false;
    peers.push_back(id_at(key, 8));
    return peers.size() < most;
  });
  return peers;
}

std::optional<Time> next_due_peer(const ReadTxn& txn) {
  auto rows = txn.cursor(Table::peers_due);
  const auto row = rows.seek({});
  if (!row) return std::nullopt;
  return Time{static_cast<int64_t>(number_at(row->key, 0))};
}

Result<void> schedule_peer(WriteTxn& txn, Id peer, std::optional<Time> at) {
  const auto old = scheduled(txn, peer);
  if (old == at) return {};
  if (old) {
    TRY(txn.erase(Table::peers_due, key_of(*old, peer)));
  }
  if (!at) return txn.erase(Table::positions, place_of(peer));
  TRY(txn.put(Table::peers_due, key_of(*at, peer), {}));
  return txn.put(Table::positions, place_of(peer), view(value_of(static_cast<uint64_t>(at->ms))));
}

}  // namespace hallway
