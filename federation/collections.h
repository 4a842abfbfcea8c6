#pragma once
// followers, following, outbox and featured of a local actor, as paged OrderedCollections.

#include <optional>

#include "federation/home.h"
#include "federation/policy.h"
#include "storage/actors.h"
#include "storage/values/json.h"

namespace hallway {

enum class Collection { followers, following, outbox, featured };

struct CollectionView {
  const Actor& owner;
  Destination viewer;  // the outbox shows only what may flow there
};
// The collection itself (`page` absent: totalItems and first) or one page of 40: `page` 0 is the
// first, else only items beyond that id.
Json collection_json(const ReadTxn& txn, const Home& home, const CollectionView& view,
                     Collection which, std::optional<Id> page);

}  // namespace hallway
