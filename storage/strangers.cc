#include "storage/strangers.h"

#include "storage/deliveries.h"
#include "storage/peers.h"

namespace hallway {

Result<bool> forget_stranger(WriteTxn& txn, Id id) {
  const auto peer = find_peer(txn, id);
  if (!peer || next_due(txn, id)) return false;
  const bool learned = peer->last_success.ms != 0 || peer->signing != KnownSigning::unknown ||
                       peer->ed25519 || !peer->software.empty();
  const bool agreed = peer->relation != Relation::unknown || !peer->permits.empty();
  if (learned || agreed) return false;
  TRY(schedule_peer(txn, id, std::nullopt));
  TRY(txn.erase(Table::peer_domains, key_of_text(peer->domain.text())));
  TRY(txn.erase(Table::peers, key_of(id)));
  return true;
}

}  // namespace hallway
