#include "storage/outcomes.h"

#include "storage/record.h"
#include "storage/values/crypto.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {

Result<DeliveryOutcome> decode_outcome(std::string_view bytes) {
  auto r = TRY(decode_record<record::Outcome>(bytes));
  return DeliveryOutcome{.inbox = iri_from_record(r.inbox),
                         .delivered = r.delivered,
                         .created = {r.created},
                         .at = {r.at},
                         .attempts = r.attempts,
                         .why = std::move(r.why)};
}

// Stands for a domain, since its peer may be forgotten before what became of its deliveries is
// (storage/strangers.h).
uint64_t number_of(const Domain& domain) {
  return number_at(as_bytes_view(sha256(domain.text())), 0);
}

// A row that cannot be read is as old as can be.
Time time_of(std::string_view value) {
  const auto view = view_record<record::Outcome>(value);
  return view ? Time{(*view)->at()} : Time{};
}

// What ended while the clock was ahead goes, too: it would hold up all that came after it.
bool is_old(Time at, Time before, Time now) { return at < before || at > now + kClockSkew; }

}  // namespace

Result<void> put_outcome(WriteTxn& txn, const Delivery& row, bool delivered, Time now) {
  record::OutcomeT r;
  r.id = row.id.value;
  r.inbox = row.inbox.text();
  r.delivered = delivered;
  r.created = row.created.ms;
  r.at = now.ms;
  r.attempts = row.attempts;
  r.why = row.error;
  return txn.put(Table::outcomes, key_of(row.activity, number_of(row.inbox.domain()), row.id),
                 encode_record<record::Outcome>(r));
}

std::vector<DeliveryOutcome> list_outcomes(const ReadTxn& txn, uint64_t activity,
                                           const Domain& domain, size_t most) {
  std::vector<DeliveryOutcome> list;
  if (most == 0) return list;
  txn.scan(Table::outcomes, key_of(activity, number_of(domain)),
           [&](std::string_view, std::string_view value) {
             auto one = decode_outcome(value);
             if (one && one->inbox.domain() == domain) list.push_back(std::move(*one));
             return list.size() < most;
           });
  return list;
}

Result<size_t> forget_outcomes(WriteTxn& txn, Time before, Time now, size_t most) {
  std::vector<std::string> keys;
  if (most == 0) return keys.size();
  txn.scan(Table::outcomes, {}, [&](std::string_view key, std::string_view value) {
    if (!is_old(time_of(value), before, now)) return false;
    keys.emplace_back(key);
    return keys.size() < most;
  });
  for (const auto& key : keys) TRY(txn.erase(Table::outcomes, key));
  return keys.size();
}

bool has_outcome_before(const ReadTxn& txn, Time before, Time now) {
  auto rows = txn.cursor(Table::outcomes);
  const auto first = rows.seek({});
  return first && is_old(time_of(first->value), before, now);
}

}  // namespace hallway
