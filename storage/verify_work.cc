#include <algorithm>
#include <array>

#include "storage/fetches.h"
#include "storage/search_due.h"
#include "storage/verify_rows.h"

namespace hallway {
namespace {

bool has_log(const ReadTxn& txn, uint64_t seq) { return txn.has(Table::log, key_of(seq)); }

// --- The log. Its chain, and the payloads' digests, are verify_log's business. ---------------

Complaint check_entry(const ReadTxn&, std::string_view key, std::string_view value) {
  const auto read = view_record<record::LogEntry>(value);
  if (!read.ok()) return "cannot be read";
  if ((*read)->seq() != number_at(key, 0)) return "has another number than its key";
  return {};
}

Complaint check_payload(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (!view_record<record::Payload>(value).ok()) return "cannot be read";
  if (!has_log(txn, number_at(key, 0))) return "belongs to no entry of the log";
  return {};
}

Complaint check_seen(const ReadTxn& txn, std::string_view, std::string_view value) {
  if (has_log(txn, number_at(value, 0))) return {};
  return "points to no entry of the log";
}

// --- Deliveries ------------------------------------------------------------------------------

bool speaks_of(const record::Delivery& d, uint64_t thing) {
  const auto* things = d.things();
  return things && std::find(things->begin(), things->end(), thing) != things->end();
}

bool holds_back_others(const ReadTxn& txn, const record::Delivery& d) {
  const auto* things = d.things();
  return !things || std::all_of(things->begin(), things->end(), [&](uint64_t thing) {
    return txn.has(Table::deliveries_put_off, key_of(d.peer(), thing, d.id()));
  });
}

Complaint check_delivery(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::Delivery>(value);
  if (!read.ok()) return "cannot be read";
  const auto& d = **read;
  if (d.id() != number_at(key, 0)) return "has another id than its key";
  if (!txn.has(Table::peers, key_of(d.peer()))) return "is owed to no known node";
  if (!has_actor(txn, d.signer())) return "is signed by nobody";
  if (!has_log(txn, d.activity())) return "carries no entry of the log";
  if (!holds_back_others(txn, d)) return "does not hold back what comes after it";
  if (txn.has(Table::deliveries_due, key_of(d.peer(), Time{d.next()}, Id{d.id()}))) return {};
  return "does not stand in its line";
}

Complaint check_delivery_due(const ReadTxn& txn, std::string_view key, std::string_view) {
  const auto* d = find_record<record::Delivery>(txn, Table::deliveries, key_of(number_at(key, 16)));
  if (d && d->peer() == number_at(key, 0) &&
      static_cast<uint64_t>(d->next()) == number_at(key, 8)) {
    return {};
  }
  return "points to no delivery of this time";
}

Complaint check_delivery_put_off(const ReadTxn& txn, std::string_view key, std::string_view) {
  const auto* d = find_record<record::Delivery>(txn, Table::deliveries, key_of(number_at(key, 16)));
  if (d && d->peer() == number_at(key, 0) && speaks_of(*d, number_at(key, 8))) return {};
  return "points to no delivery that speaks of this";
}

Complaint check_peer_due(const ReadTxn& txn, std::string_view key, std::string_view) {
  const Id peer = id_at(key, 8);
  if (!txn.has(Table::peers, key_of(peer))) return "points to no known node";
  // As storage/deliveries.cc keeps it.
  const auto place = txn.get(Table::positions, key_of_text("peer_due/" + to_string(peer)));
  if (is_number(place, number_at(key, 0))) return {};
  return "stands at another time than is kept of it";
}

// Its peer may have been forgotten since.
Complaint check_outcome(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::Outcome>(value);
  if (!read.ok()) return "cannot be read";
  if ((*read)->id() != number_at(key, 16)) return "has another id than its key";
  if (has_log(txn, number_at(key, 0))) return {};
  return "tells of no entry of the log";
}

// --- Fetches ---------------------------------------------------------------------------------

const record::Fetch* fetch_at(const ReadTxn& txn, uint64_t id) {
  return find_record<record::Fetch>(txn, Table::fetches, key_of(id));
}

Key key_of_fetch(const record::Fetch& f) {
  return fetch_key(static_cast<FetchReason>(f.reason()), text_of(f.iri()), Id{f.about()});
}

Complaint check_fetch(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::Fetch>(value);
  if (!read.ok()) return "cannot be read";
  const auto& f = **read;
  if (f.id() != number_at(key, 0)) return "has another id than its key";
  if (f.reason() > record::FetchReason::MAX) return "has a reason that does not exist";
  if (!txn.has(Table::fetches_due, key_of(Time{f.next()}, Id{f.id()}))) {
    return "does not stand in its line";
  }
  if (is_number(txn.get(Table::fetches_by_iri, key_of_fetch(f)), f.id())) return {};
  return "cannot be found by its address";
}

Complaint check_fetch_due(const ReadTxn& txn, std::string_view key, std::string_view) {
  const auto* f = fetch_at(txn, number_at(key, 8));
  if (f && static_cast<uint64_t>(f->next()) == number_at(key, 0)) return {};
  return "points to no fetch of this time";
}

Complaint check_fetch_iri(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto* f = fetch_at(txn, number_at(value, 0));
  if (f && key_of_fetch(*f).view() == key) return {};
  return "points to no fetch of this address";
}

Complaint check_refusals(const ReadTxn&, std::string_view key, std::string_view value) {
  const auto read = view_record<record::Refusals>(value);
  if (!read.ok()) return "cannot be read";
  if (is_digest_of(key, text_of((*read)->domain()))) return {};
  return "is of another domain than its key says";
}

// What it names may be gone: then there is something to forget.
Complaint check_search_due(const ReadTxn&, std::string_view key, std::string_view value) {
  const auto kind = static_cast<Searched>(number_at(value, 8));
  if (kind != Searched::post && kind != Searched::actor) return "is of a kind that does not exist";
  if (number_at(value, 16) == number_at(key, 0)) return {};
  return "has another number than its key";
}

// --- Other nodes -----------------------------------------------------------------------------

Complaint check_peer(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::Peer>(value);
  if (!read.ok()) return "cannot be read";
  const auto& peer = **read;
  if (peer.id() != number_at(key, 0)) return "has another id than its key";
  if (peer.relation() > record::Relation::MAX || peer.signing() > record::Signing::MAX) {
    return "has a relation or signature that does not exist";
  }
  if (is_number(txn.get(Table::peer_domains, key_of_text(text_of(peer.domain()))), peer.id())) {
    return {};
  }
  return "cannot be found by its domain";
}

Complaint check_peer_domain(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto* peer = find_record<record::Peer>(txn, Table::peers, key_of(number_at(value, 0)));
  if (peer && as_bytes_view(sha256(text_of(peer->domain()))) == key) return {};
  return "points to no node of this domain";
}

constexpr std::array kWorkChecks = {TableCheck{Table::log, check_entry},
                                    TableCheck{Table::payloads, check_payload},
                                    TableCheck{Table::seen, check_seen},
                                    TableCheck{Table::deliveries, check_delivery},
                                    TableCheck{Table::deliveries_due, check_delivery_due},
                                    TableCheck{Table::deliveries_put_off, check_delivery_put_off},
                                    TableCheck{Table::peers_due, check_peer_due},
                                    TableCheck{Table::refusals, check_refusals},
                                    TableCheck{Table::outcomes, check_outcome},
                                    TableCheck{Table::fetches, check_fetch},
                                    TableCheck{Table::fetches_due, check_fetch_due},
                                    TableCheck{Table::fetches_by_iri, check_fetch_iri},
                                    TableCheck{Table::search_due, check_search_due},
                                    TableCheck{Table::peers, check_peer},
                                    TableCheck{Table::peer_domains, check_peer_domain}};

}  // namespace

std::span<const TableCheck> work_checks() { return kWorkChecks; }

}  // namespace hallway
