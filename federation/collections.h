#pragma once
// followers, following, outbox, featured, featured tags and liked of a local actor, as paged
// OrderedCollections. What somebody likes is between them and the author: `liked` is there for
// those who look for it (ActivityPub §5.5), and empty.

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "federation/home.h"
#include "federation/policy.h"
#include "storage/actors.h"
#include "storage/posts.h"
#include "storage/values/json.h"

namespace hallway {

enum class Collection { followers, following, outbox, featured, featured_tags, liked };

// Where `liked` of a local actor stands.
Iri liked_of(const Actor& actor);

struct CollectionView {
  const Actor& owner;
  Destination viewer;  // the outbox shows only what may flow there
};
// The collection itself (`page` absent: totalItems and first) or one page of 40: `page` 0 is the
// first, else only items beyond that id.
Json collection_json(const ReadTxn& txn, const Home& home, const CollectionView& view,
                     Collection which, std::optional<Id> page);

// One page of what several sources hold, each of which was read downwards, by id and no further
// than it had to be: the newest of them, and where the next page begins.
class MergedPage {
 public:
  void add(Id id, Json item) { items_.emplace(id.value, std::move(item)); }
  // A source was not looked at below `id`.
  void stop_at(Id id) { floor_ = std::max(floor_, id.value); }

  struct Taken {
    Json items = Json::array();
    std::optional<Id> next;  // none: this was the last
  };
  // At least `most`, if there are; what has one id stays together.
  Taken take(size_t most);

 private:
  std::multimap<uint64_t, Json, std::greater<>> items_;
  uint64_t floor_ = 0;
};

// The activity by which a post of ours came to be.
Json create_json(const Post& post, const Actor& author, const Home& home);

}  // namespace hallway
