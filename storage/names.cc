#include "storage/names.h"

namespace hallway {

namespace {

std::optional<Named> find(const ReadTxn& txn, const Key& key) {
  const auto value = txn.get(Table::iris, key);
  if (!value) return std::nullopt;
  return Named{.kind = static_cast<Kind>(number_at(*value, 0)),
               .id = id_at(*value, 8),
               .followee = id_at(*value, 16)};
}

}  // namespace

std::optional<Named> find_named(const ReadTxn& txn, const Iri& iri) {
  return find(txn, key_of_text(iri.text()));
}

std::optional<Id> find_id(const ReadTxn& txn, const Iri& iri, Kind kind) {
  const auto named = find_named(txn, iri);
  if (!named || named->kind != kind) return std::nullopt;
  return named->id;
}

Result<void> put_name(WriteTxn& txn, const Iri& iri, Named named) {
  if (iri.empty()) return {};
  const auto key = key_of_text(iri.text());
  const auto held = find(txn, key);
  if (held && *held != named && (held->kind != Kind::follow || named.kind != Kind::follow)) {
    return fail(Code::conflict, iri.text() + " names something else already");
  }
  auto value = key_of(static_cast<uint64_t>(named.kind), named.id);
  if (named.followee) value.add(named.followee);
  return txn.put(Table::iris, key, value);
}

Result<void> erase_name(WriteTxn& txn, const Iri& iri) {
  return txn.erase(Table::iris, key_of_text(iri.text()));
}

}  // namespace hallway
