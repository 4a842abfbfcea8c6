#include <array>
#include <map>

#include "storage/actors.h"
#include "storage/follows.h"
#include "storage/verify_rows.h"

namespace hallway {
namespace {

// A row by a pair of actors.
Complaint check_pair(const ReadTxn& txn, std::string_view key) {
  if (has_actor(txn, number_at(key, 0)) && has_actor(txn, number_at(key, 8))) return {};
  return "is of somebody who is not there";
}

// --- Keeping away ----------------------------------------------------------------------------

// Its name may since have been taken by something else, so it is not asked for.
Complaint check_block(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (!view_record<record::Block>(value).ok()) return "cannot be read";
  return check_pair(txn, key);
}

Complaint check_mute(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (!view_record<record::Mute>(value).ok()) return "cannot be read";
  return check_pair(txn, key);
}

Complaint check_domain_block(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (!has_actor(txn, number_at(key, 0))) return "is by nobody";
  const auto domain = value.substr(0, value.find('\0'));  // values are padded
  if (as_bytes_view(sha256(domain)) == key.substr(8)) return {};
  return "is of another domain than its key";
}

// --- Reports ---------------------------------------------------------------------------------

Complaint check_report(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::Report>(value);
  if (!read.ok()) return "cannot be read";
  const auto& report = **read;
  if (report.id() != number_at(key, 0)) return "has another id than its key";
  if (!has_actor(txn, report.target())) return "is of nobody";
  if (txn.has(Table::reports_open, key) != (report.resolved() == 0)) {
    return "stands among the open ones where it is resolved, or does not where it is open";
  }
  return {};
}

Complaint check_open_report(const ReadTxn& txn, std::string_view key, std::string_view) {
  if (txn.has(Table::reports, key)) return {};
  return "points to no report";
}

// --- Followers and relays --------------------------------------------------------------------

using Digests = std::map<std::string, Digest>;  // by SHA-256 of the domain

Digests digests_of(const ReadTxn& txn, Id followee) {
  Digests digests;
  for (const auto id : list_followers(txn, followee, FollowState::accepted, Id{}, SIZE_MAX)) {
    const auto actor = find_actor(txn, id);
    if (!actor) continue;
    const auto domain = sha256(actor->iri.domain().text());
    toggle(digests[std::string(as_bytes_view(domain))], actor->iri.text());
  }
  std::erase_if(digests, [](const auto& digest) { return digest.second == Digest{}; });
  return digests;
}

// All of a followee at once, where the row that says that there are any is met.
Complaint check_digest(const ReadTxn& txn, std::string_view key, std::string_view) {
  const auto kept = key_of(number_at(key, 0), Digest{});
  if (!txn.has(Table::follower_digests, kept)) return "is one of those that are not kept";
  if (key != kept.view()) return {};
  if (!has_actor(txn, number_at(key, 0))) return "is of nobody's followers";
  auto digests = digests_of(txn, id_at(key, 0));
  bool same = true;
  txn.scan(Table::follower_digests, key.substr(0, 8), [&](std::string_view at, std::string_view d) {
    if (at == key) return true;
    const auto digest = digests.extract(std::string(at.substr(8)));
    same = !digest.empty() && as_bytes_view(digest.mapped()) == d;
    return same;
  });
  if (same && digests.empty()) return {};
  return "says otherwise than the followers";
}

Complaint check_relay(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::Relay>(value);
  if (!read.ok()) return "cannot be read";
  const auto& relay = **read;
  if (relay.id() != number_at(key, 0)) return "has another id than its key";
  if (relay.kind() > record::RelayKind::MAX) return "is of a kind that does not exist";
  if (relay.actor() == 0 || has_actor(txn, relay.actor())) return {};
  return "is nobody";
}

constexpr std::array kActsChecks = {TableCheck{Table::blocks, check_block},
                                    TableCheck{Table::mutes, check_mute},
                                    TableCheck{Table::domain_blocks, check_domain_block},
                                    TableCheck{Table::reports, check_report},
                                    TableCheck{Table::reports_open, check_open_report},
                                    TableCheck{Table::follower_digests, check_digest},
                                    TableCheck{Table::relays, check_relay}};

}  // namespace

std::span<const TableCheck> act_checks() { return kActsChecks; }

}  // namespace hallway
