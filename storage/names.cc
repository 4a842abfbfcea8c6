#include "storage/names.h"

namespace hallway {

std::optional<Named> find_named(const ReadTxn& txn, const Iri& iri) {
  const auto value = txn.get(Table::iris, key_of_text(iri.text()));
  if (!value) return std::nullopt;
  return Named{static_cast<Kind>(number_at(*value, 0)), id_at(*value, 8)};
}

std::optional<Id> find_id(const ReadTxn& txn, const Iri& iri, Kind kind) {
  const auto named = find_named(txn, iri);
  if (!named || named->kind != kind) return std::nullopt;
  return named->id;
}

Result<void> put_name(WriteTxn& txn, const Iri& iri, Named named) {
  return txn.put(Table::iris, key_of_text(iri.text()),
                 key_of(static_cast<uint64_t>(named.kind), named.id));
}

Result<void> erase_name(WriteTxn& txn, const Iri& iri) {
  return txn.erase(Table::iris, key_of_text(iri.text()));
}

}  // namespace hallway
