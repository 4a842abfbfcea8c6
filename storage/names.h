#pragma once
// IRI → what this node knows by it. Every actor, post, boost, follow and reaction has one row, and
// an IRI that names one thing never comes to name another: strangers choose the ids of their
// activities, and must not hide a post or an actor behind one.

#include <optional>

#include "storage/store.h"
#include "storage/values/iri.h"

namespace hallway {

// `key`: the id of a public key, which need be no IRI and may be its actor's. Such rows stand apart
// (storage/actors.cc): no key hides what an IRI names.
enum class Kind : uint8_t {
  actor = 1,
  post = 2,
  boost = 3,
  follow = 4,
  reaction = 5,
  key = 6,
  block = 7
};

struct Named {
  Kind kind;
  Id id;        // of a follow: the follower; of a block: the blocker
  Id followee;  // of a follow and a block: they are kept by their pair
  friend bool operator==(const Named&, const Named&) = default;
};

std::optional<Named> find_named(const ReadTxn& txn, const Iri& iri);
// Nothing, where the IRI is unknown or names something of another kind.
std::optional<Id> find_id(const ReadTxn& txn, const Iri& iri, Kind kind);
// Again for the same thing is no error, nor is another follow; the empty IRI names nothing. Fails
// with conflict where the IRI names something else.
Result<void> put_name(WriteTxn& txn, const Iri& iri, Named named);
Result<void> erase_name(WriteTxn& txn, const Iri& iri);

}  // namespace hallway
