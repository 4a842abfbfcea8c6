#include "storage/imported.h"

namespace hallway {

std::optional<Id> find_imported(const ReadTxn& txn, Id person, const Digest& what) {
  const auto value = txn.get(Table::imported, key_of(person, what));
  if (!value) return std::nullopt;
  return id_at(*value, 0);
}

Result<void> put_imported(WriteTxn& txn, Id person, const Digest& what, Id became) {
  return txn.put(Table::imported, key_of(person, what), view(value_of(became.value)));
}

}  // namespace hallway
