#pragma once
// IRI → what this node knows by it. Every actor, post, boost, follow and reaction has one row.

#include <optional>

#include "storage/store.h"
#include "storage/values/iri.h"

namespace hallway {

// `key`: the id of a public key; its id is that of the actor that owns the key.
enum class Kind : uint8_t { actor = 1, post = 2, boost = 3, follow = 4, reaction = 5, key = 6 };

struct Named {
  Kind kind;
  Id id;
};

std::optional<Named> find_named(const ReadTxn& txn, const Iri& iri);
// Nothing, where the IRI is unknown or names something of another kind.
std::optional<Id> find_id(const ReadTxn& txn, const Iri& iri, Kind kind);
Result<void> put_name(WriteTxn& txn, const Iri& iri, Named named);
Result<void> erase_name(WriteTxn& txn, const Iri& iri);

}  // namespace hallway
