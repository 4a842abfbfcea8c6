#include "storage/peers.h"

#include "storage/ids.h"
#include "storage/record.h"

namespace hallway {
namespace {

constexpr std::string_view kRelations[] = {"unknown", "public", "partner", "sibling", "blocked"};

constexpr std::string_view kConsents[] = {"by-relation", "none", "ask", "answer", "both"};

std::string encode(const Peer& p) {
  record::PeerT r;
  r.id = p.id.value;
  r.domain = p.domain.text();
  r.relation = static_cast<record::Relation>(p.relation);
  for (const auto& permit : p.permits) r.permits.push_back(to_string(permit));
  r.signing = static_cast<record::Signing>(p.signing);
  r.ed25519 = p.ed25519;
  r.failures = p.failures;
  r.retry = p.retry.ms;
  r.last_success = p.last_success.ms;
  r.software = p.software;
  r.first_seen = p.first_seen.ms;
  r.down_since = p.down_since.ms;
  r.related = p.related.ms;
  r.public_comment = p.public_comment;
  r.private_comment = p.private_comment;
  r.limited = p.limited;
  r.experts = static_cast<record::ExpertConsent>(p.experts);
  return encode_record<record::Peer>(r);
}

Result<Peer> decode_peer(std::string_view bytes) {
  auto r = TRY(decode_record<record::Peer>(bytes));
  Peer p;
  p.id = {r.id};
  p.domain = Domain::parse(r.domain).value_or(Domain());
  p.relation = static_cast<Relation>(r.relation);
  for (const auto& permit : r.permits) {
    auto cidr = Cidr::parse(permit);
    if (cidr) p.permits.push_back(*cidr);
  }
  p.signing = static_cast<KnownSigning>(r.signing);
  p.ed25519 = r.ed25519;
  p.failures = r.failures;
  p.retry = {r.retry};
  p.last_success = {r.last_success};
  p.software = std::move(r.software);
  p.first_seen = {r.first_seen};
  p.down_since = {r.down_since};
  p.related = {r.related};
  p.public_comment = std::move(r.public_comment);
  p.private_comment = std::move(r.private_comment);
  p.limited = r.limited;
  p.experts = static_cast<ExpertConsent>(r.experts);
  return p;
}

}  // namespace

std::string_view name_of(Relation relation) { return kRelations[static_cast<size_t>(relation)]; }

std::optional<Relation> parse_relation(std::string_view text) {
  for (size_t i = 0; i < std::size(kRelations); ++i) {
    if (kRelations[i] == text) return static_cast<Relation>(i);
  }
  return std::nullopt;
}

std::string_view name_of(ExpertConsent consent) { return kConsents[static_cast<size_t>(consent)]; }

std::optional<ExpertConsent> parse_expert_consent(std::string_view text) {
  for (size_t i = 0; i < std::size(kConsents); ++i) {
    if (kConsents[i] == text) return static_cast<ExpertConsent>(i);
  }
  return std::nullopt;
}

std::optional<Peer> find_peer(const ReadTxn& txn, Id id) {
  const auto value = txn.get(Table::peers, key_of(id));
  if (!value) return std::nullopt;
  auto peer = decode_peer(*value);
  if (!peer) return std::nullopt;
  return std::move(*peer);
}

std::optional<Peer> find_peer(const ReadTxn& txn, const Domain& domain) {
  const auto value = txn.get(Table::peer_domains, key_of_text(domain.text()));
  return value ? find_peer(txn, id_at(*value, 0)) : std::nullopt;
}

Relation find_relation(const ReadTxn& txn, std::string_view domain) {
  const auto id = txn.get(Table::peer_domains, key_of_text(domain));
  const auto value = id ? txn.get(Table::peers, key_of(id_at(*id, 0))) : std::nullopt;
  const auto* peer =
      value ? view_flags<record::Peer>(*value, {record::Peer::VT_RELATION}) : nullptr;
  return peer ? static_cast<Relation>(peer->relation()) : Relation::unknown;
}

Result<Peer> meet_peer(WriteTxn& txn, const Domain& domain, Time now) {
  if (auto known = find_peer(txn, domain)) return std::move(*known);
  Peer peer{.id = allocate_id(txn, Table::peers, now, now), .domain = domain, .first_seen = now};
  TRY(put_peer(txn, peer));
  TRY(txn.put(Table::peer_domains, key_of_text(domain.text()), view(value_of(peer.id.value))));
  return peer;
}

Result<void> put_peer(WriteTxn& txn, const Peer& peer) {
  return txn.put(Table::peers, key_of(peer.id), encode(peer));
}

void for_each_peer(const ReadTxn& txn, const std::function<void(const Peer&)>& visit) {
  txn.scan(Table::peers, {}, [&](std::string_view, std::string_view value) {
    const auto peer = decode_peer(value);
    if (peer) visit(*peer);
    return true;
  });
}

}  // namespace hallway
