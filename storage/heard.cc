#include "storage/heard.h"

#include "storage/deliveries.h"
#include "storage/peers.h"
#include "storage/record.h"

namespace hallway {
namespace {

constexpr Duration kSoon = seconds(15);

// Alone, at little cost: it is asked with every activity that comes in.
Time retry_of(const ReadTxn& txn, const Domain& domain) {
  const auto id = txn.get(Table::peer_domains, key_of_text(domain.text()));
  const auto value = id ? txn.get(Table::peers, key_of(id_at(*id, 0))) : std::nullopt;
  if (!value) return {};
  const auto peer = view_record<record::Peer>(*value);
  return peer ? Time{(*peer)->retry()} : Time{};
}

}  // namespace

Result<void> hear_from(WriteTxn& txn, const Domain& domain, Time now) {
  if (retry_of(txn, domain) <= now + kSoon) return {};
  auto peer = find_peer(txn, domain);
  if (!peer) return {};
  peer->retry = now + kSoon;
  TRY(put_peer(txn, *peer));
  if (!next_due(txn, peer->id)) return {};
  return schedule_peer(txn, peer->id, peer->retry);
}

}  // namespace hallway
