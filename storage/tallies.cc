#include "storage/tallies.h"

namespace hallway {
namespace {

Key tally_key(Id actor, Tallied what) { return key_of(actor, static_cast<uint64_t>(what)); }

}  // namespace

std::optional<uint64_t> find_tally(const ReadTxn& txn, Id actor, Tallied what) {
  const auto value = txn.get(Table::tallies, tally_key(actor, what));
  return value ? std::optional(number_at(*value, 0)) : std::nullopt;
}

Result<void> change_tally(WriteTxn& txn, Id actor, Tallied what, int step, CountRows count) {
  const auto known = find_tally(txn, actor, what);
  const uint64_t now = known ? *known + static_cast<uint64_t>(step) : count(txn, actor);
  if (now == 0) return txn.erase(Table::tallies, tally_key(actor, what));
  return txn.put(Table::tallies, tally_key(actor, what), view(value_of(now)));
}

}  // namespace hallway
