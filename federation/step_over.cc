#include "federation/step_over.h"

#include "federation/policy.h"
#include "storage/log.h"
#include "storage/outcomes.h"

namespace hallway {
namespace {

constexpr Duration kHeldFor = minutes(10);

// Why a row need not be sent any more; empty where it must.
std::string obsolete(const StepOver& step, const Delivery& row) {
  if (step.now - row.created > kGiveUpAfter) {
    return "owed for more than 7 days" + (row.error.empty() ? "" : "; at last: " + row.error);
  }
  if (const auto verdict = may_talk(step.txn, step.home, step.peer.domain); !verdict) {
    return std::string(verdict.why);
  }
  if (!step.txn.has(Table::payloads, key_of(row.activity))) return "deleted before it was sent";
  const auto signer = find_standing(step.txn, row.signer);
  if (!signer || !signer->gone) return {};
  const auto entry = find_log(step.txn, row.activity);
  return entry && entry->type == "Delete" ? "" : "its signer was deleted";
}

}  // namespace

Result<StepOver::What> StepOver::over(Delivery row) const {
  if (auto why = obsolete(*this, row); !why.empty()) {
    row.error = std::move(why);
    TRY(end_delivery(txn, row, /*delivered=*/false, now));
    return ended;
  }
  if (!is_disabled(txn, row.signer)) return not_at_all;
  row.next = now + kHeldFor;
  TRY(put_delivery(txn, row));
  return put_off;
}

bool is_disabled(const ReadTxn& txn, Id signer) {
  const auto standing = find_standing(txn, signer);
  return standing && standing->suspended;
}

Result<void> end_delivery(WriteTxn& txn, const Delivery& row, bool delivered, Time now) {
  TRY(erase_delivery(txn, row));
  return put_outcome(txn, row, delivered, now);
}

}  // namespace hallway
