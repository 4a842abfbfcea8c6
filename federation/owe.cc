// Owing an activity: rows in the store, written in the transaction of the act. Sending is in
// deliver.cc.

#include "federation/bound.h"
#include "federation/deliver.h"
#include "storage/peers.h"

namespace hallway {

Result<size_t> owe(WriteTxn& txn, const Home& home, const Owed& owed, Id signer, Time now) {
  size_t rows = 0;
  for (const auto& node : list_bound(txn, home, owed.recipients, owed.post, signer)) {
    if (!node.verdict) continue;
    const auto peer = TRY(meet_peer(txn, node.domain, now));
    for (const auto& inbox : node.inboxes) {
      Delivery row{.peer = peer.id,
                   .inbox = TRY(Iri::parse(inbox)),
                   .activity = owed.activity,
                   .signer = signer,
                   .created = now,
                   .next = now,
                   .failures_before = peer.failures};
      TRY(put_delivery(txn, row));
      ++rows;
    }
  }
  return rows;
}

}  // namespace hallway
