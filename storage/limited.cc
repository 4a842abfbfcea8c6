#include "storage/limited.h"

#include "storage/peers.h"

namespace hallway {
namespace {

bool is_limited_peer(const ReadTxn& txn, std::string_view domain) {
  const auto named = Domain::parse(domain);
  const auto peer = named ? find_peer(txn, *named) : std::nullopt;
  return peer && peer->limited;
}

}  // namespace

bool is_limited(const ReadTxn& txn, const Domain& domain) {
  const std::string_view text = domain.text();
  if (is_limited_peer(txn, text)) return true;
  return domain.port() && is_limited_peer(txn, text.substr(0, text.rfind(':')));
}

bool is_limited(const ReadTxn& txn, const Actor& actor) {
  return actor.limited || (!actor.local && is_limited(txn, actor.iri.domain()));
}

bool is_limited(const ReadTxn& txn, Id actor) {
  const auto standing = find_standing(txn, actor);
  if (!standing || standing->limited) return standing.has_value();
  const auto addresses = find_addresses(txn, actor);
  const auto iri = Iri::parse(addresses ? addresses->iri : std::string());
  return iri && is_limited(txn, iri->domain());
}

}  // namespace hallway
