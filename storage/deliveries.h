#pragma once
// Activities owed to other nodes, one row for each inbox, until they are delivered or given up.
// Rows lie in one line for each peer: a peer that is down delays its own line and no other.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "storage/store.h"
#include "storage/values/iri.h"
#include "storage/values/time.h"

namespace hallway {

struct Delivery {
  Id id;
  Id peer;
  Iri inbox;
  uint64_t activity = 0;  // log sequence number whose payload is sent
  Id signer;              // local actor
  Time created;
  Time next;  // not before
  uint32_t attempts = 0;
  std::string error;             // of the last attempt
  uint32_t failures_before = 0;  // of the peer's line, when this was owed
  // Once it was put off: hashes of what it speaks of, by which what comes after it finds it.
  std::vector<uint64_t> things = {};
};

// New (id 0: allocated) or moved to another `next`; one that is no longer owed stays away. Also
// wakes the peer's line, where it is not due earlier.
Result<void> put_delivery(WriteTxn& txn, Delivery& delivery);
Result<void> erase_delivery(WriteTxn& txn, const Delivery& delivery);
std::optional<Delivery> find_delivery(const ReadTxn& txn, Id id);
// What is owed to `peer` and due, next first; without those that are not `wanted`, which are not
// even read.
std::vector<Delivery> list_due(const ReadTxn& txn, Id peer, Time now, size_t most,
                               const std::function<bool(Id)>& wanted = {});
std::optional<Time> next_due(const ReadTxn& txn, Id peer);
size_t count_deliveries(const ReadTxn& txn, Id peer);
// What is owed to `peer` of one log entry, next first. Reads the peer's whole line.
std::vector<Delivery> list_owed(const ReadTxn& txn, Id peer, uint64_t activity);

// What was put off, was owed to `row.peer` before `row`, and speaks of one of `things`. Without
// what was erased from the log since: nobody gets that any more.
std::vector<Delivery> list_put_off(const ReadTxn& txn, const Delivery& row,
                                   std::span<const uint64_t> things);

// Peers to be looked at: those with due rows whose circuit is not open.
std::vector<Id> list_due_peers(const ReadTxn& txn, Time now, size_t most);
std::optional<Time> next_due_peer(const ReadTxn& txn);
// Sets when `peer` is to be looked at next; nullopt: not before something new is owed to it.
Result<void> schedule_peer(WriteTxn& txn, Id peer, std::optional<Time> at);

}  // namespace hallway
