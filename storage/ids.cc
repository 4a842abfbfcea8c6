#include "storage/ids.h"

namespace hallway {

Id allocate_id(const ReadTxn& txn, Table table, Time at, Time now) {
  if (at.ms <= 0 || at > now) at = now;
  auto rows = txn.cursor(table);
  for (;; at.ms += 1) {
    const Id end = first_id_at({at.ms + 1});
    const auto before = rows.seek_before(key_of(end));
    const Id start = first_id_at(at);
    const Id latest = before ? id_at(before->key, 0) : Id{};
    if (latest < start) return start.value ? start : Id{1};
    if (latest.value + 1 < end.value) return Id{latest.value + 1};
  }
}

}  // namespace hallway
