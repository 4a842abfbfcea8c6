#include "storage/withdrawn.h"

namespace hallway {

Result<void> put_withdrawn(WriteTxn& txn, const Boost& boost) {
  if (boost.iri.empty()) return {};
  return txn.put(Table::withdrawn, key_of_text(boost.iri.text()), view(value_of(boost.id.value)));
}

std::optional<Id> find_withdrawn(const ReadTxn& txn, std::string_view iri) {
  const auto value = txn.get(Table::withdrawn, key_of_text(iri));
  if (!value) return std::nullopt;
  return id_at(*value, 0);
}

Result<void> erase_withdrawn(WriteTxn& txn, std::string_view iri) {
  return txn.erase(Table::withdrawn, key_of_text(iri));
}

}  // namespace hallway
