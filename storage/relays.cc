#include "storage/relays.h"

#include <algorithm>

#include "storage/ids.h"
#include "storage/record.h"

namespace hallway {
namespace {

template <class Wanted>
std::optional<Relay> find_if(const ReadTxn& txn, Wanted&& wanted) {
  auto relays = list_relays(txn);
  const auto found = std::ranges::find_if(relays, wanted);
  return found == relays.end() ? std::nullopt : std::optional(std::move(*found));
}

}  // namespace

std::vector<Relay> list_relays(const ReadTxn& txn) {
  std::vector<Relay> relays;
  txn.scan(Table::relays, {}, [&](std::string_view, std::string_view value) {
    const auto r = decode_record<record::Relay>(value);
    if (!r) return true;
    relays.push_back({.id = {r->id},
                      .address = iri_from_record(r->address),
                      .kind = static_cast<RelayKind>(r->kind),
                      .follow = iri_from_record(r->follow),
                      .accepted = r->accepted,
                      .actor = {r->actor},
                      .at = {r->at}});
    return true;
  });
  return relays;
}

std::optional<Relay> find_relay(const ReadTxn& txn, const Iri& address) {
  return find_if(txn, [&](const Relay& relay) { return relay.address == address; });
}

std::optional<Relay> find_relay_of(const ReadTxn& txn, Id actor) {
  return find_if(txn, [&](const Relay& relay) { return relay.accepted && relay.actor == actor; });
}

Result<void> put_relay(WriteTxn& txn, Relay& relay) {
  if (!relay.id) relay.id = allocate_id(txn, Table::relays, relay.at, relay.at);
  record::RelayT r;
  r.id = relay.id.value;
  r.address = relay.address.text();
  r.kind = static_cast<record::RelayKind>(relay.kind);
  r.follow = relay.follow.text();
  r.accepted = relay.accepted;
  r.actor = relay.actor.value;
  r.at = relay.at.ms;
  return txn.put(Table::relays, key_of(relay.id), encode_record<record::Relay>(r));
}

Result<void> erase_relay(WriteTxn& txn, const Relay& relay) {
  return txn.erase(Table::relays, key_of(relay.id));
}

}  // namespace hallway
