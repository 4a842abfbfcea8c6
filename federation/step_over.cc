#include "federation/step_over.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "federation/ordered.h"
#include "federation/policy.h"
#include "storage/delivery_hours.h"
#include "storage/outcomes.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {

constexpr Duration kHeldFor = minutes(10);
// Of a row, where the peer answers: they take a day at least.
constexpr uint32_t kFewestTries = 16;

Duration patience_with(const Peer& peer) {
  const bool agreed = peer.relation == Relation::partner || peer.relation == Relation::sibling;
  return agreed ? kGiveUpPartnersAfter : kGiveUpAfter;
}

std::string too_long(const Delivery& row, Duration patience) {
  return "owed for more than " + std::to_string(patience.ms / days(1).ms) + " days" +
         (row.error.empty() ? "" : "; at last: " + row.error);
}

// What somebody here wrote or boosted, where its label does not reach the peer any more: the two
// may have agreed on less since it was owed. That it was deleted is still told.
std::string out_of_reach(const StepOver& step, const LogEntry& entry) {
  constexpr std::array<std::string_view, 3> kShowing = {"Create", "Update", "Announce"};
  if (entry.source != Source::local || !std::ranges::count(kShowing, entry.type)) return {};
  const auto object = Iri::parse(entry.object);
  const auto label = object ? find_label(step.txn, *object) : std::nullopt;
  if (!label) return {};
  const auto verdict = may_reach(step.txn, step.home, *label, step.peer.domain);
  return verdict ? std::string() : std::string(verdict.why);
}

// Why a row need not be sent any more; empty where it must.
std::string obsolete(const StepOver& step, const Delivery& row,
                     const std::optional<LogEntry>& entry) {
  if (is_overdue(row, step.peer, step.now)) return too_long(row, patience_with(step.peer));
  if (step.now - row.created > kGiveUpAfter && is_disabled(step.txn, row.signer)) {
    return too_long(row, kGiveUpAfter);
  }
  if (const auto verdict = may_talk(step.txn, step.home, step.peer.domain); !verdict) {
    return std::string(verdict.why);
  }
  if (!step.txn.has(Table::payloads, key_of(row.activity))) return "deleted before it was sent";
  const auto signer = find_standing(step.txn, row.signer);
  if (signer && signer->gone) {
    return entry && entry->type == "Delete" ? "" : "its signer was deleted";
  }
  return entry ? out_of_reach(step, *entry) : std::string();
}

}  // namespace

bool is_overdue(const Delivery& row, const Peer& peer, Time now) {
  const auto patience = patience_with(peer);
  if (!has_passed(row.created, Duration{patience.ms + 1}, now)) return false;
  if (peer.failures == 0) return row.attempts >= kFewestTries;
  // A line that was up in between began to count anew.
  const auto before = peer.failures >= row.failures_before ? row.failures_before : 0;
  return peer.failures - before >= patience.ms / hours(1).ms * 2 / 3;
}

Result<StepOver::What> StepOver::over(Delivery row, const std::optional<LogEntry>& entry) const {
  if (auto why = obsolete(*this, row, entry); !why.empty()) {
    row.error = std::move(why);
    TRY(end_delivery(txn, row, /*delivered=*/false, now));
    return ended;
  }
  if (!is_disabled(txn, row.signer)) return not_at_all;
  row.next = now + kHeldFor;
  if (entry) row.things = things_of(txn, row.signer, *entry);
  TRY(put_delivery(txn, row));
  return put_off;
}

bool is_disabled(const ReadTxn& txn, Id signer) {
  const auto standing = find_standing(txn, signer);
  return standing && standing->suspended;
}

Result<void> end_delivery(WriteTxn& txn, const Delivery& row, bool delivered, Time now) {
  TRY(erase_delivery(txn, row));
  TRY(count_delivery(txn, delivered ? DeliveryEnd::made : DeliveryEnd::given_up, now));
  return put_outcome(txn, row, delivered, now);
}

}  // namespace hallway
