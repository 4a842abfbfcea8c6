#include "federation/ordered.h"

#include <algorithm>

namespace hallway {

Things things_of(const ReadTxn& txn, Id signer, const LogEntry& entry) {
  Things things;
  const auto add = [&](const std::string& iri) {
    if (iri.empty()) return;
    // The store keeps it: the same on every machine.
    things.push_back(number_at(as_bytes_view(sha256(iri + ' ' + to_string(signer))), 0));
  };
  add(entry.activity);
  add(entry.object);
  if (entry.type != "Undo") return things;
  const auto undone = find_seen(txn, entry.object);
  if (const auto what = undone ? find_log(txn, *undone) : std::nullopt) add(what->object);
  return things;
}

bool share_any(const Things& some, const Things& others) {
  return std::ranges::find_first_of(some, others) != some.end();
}

Result<bool> wait_behind(WriteTxn& txn, Delivery row, const Things& things) {
  const auto before = list_put_off(txn, row, things);
  if (before.empty()) return false;
  const auto last = std::ranges::max_element(before, {}, &Delivery::next);
  if (row.next >= last->next && row.things == things) return true;
  row.next = std::max(row.next, last->next);
  row.things = things;
  if (row.error.empty()) row.error = "waits for what came before it";
  TRY(put_delivery(txn, row));
  return true;
}

}  // namespace hallway
