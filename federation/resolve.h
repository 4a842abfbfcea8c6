#pragma once
// From a handle or an address to something this node knows, asking its origin where needed.

#include <optional>

#include "federation/fetch.h"
#include "storage/actors.h"
#include "webfinger/handle.h"

namespace hallway {

class Resolver {
 public:
  Resolver(const Home& home, Store& store, Writer& writer, Fetcher& fetcher, const Clock& clock)
      : home_(home), store_(store), writer_(writer), fetcher_(fetcher), clock_(clock) {}

  // WebFinger, then the actor it names, then the reverse check: the actor's own WebFinger must name the
  // same actor and the canonical handle (attack 21). Local handles are answered from the store.
  // Known and fresh (1 day) ones too.
  Result<Actor> resolve(const Handle& handle);
  // The actor at `iri`: from the store if fresher than `max_age`, else fetched and stored.
  Result<Actor> resolve_actor(const Iri& iri, Duration max_age = days(1));
  // An actor or post by its id or page address, as pasted into a search field; fetched where unknown.
  struct Found {
    std::optional<Id> actor, post;
  };
  Result<Found> resolve_address(const Iri& iri);

 private:
  Result<Actor> fetch_actor(const Iri& iri, bool handle_checked);
  const Home& home_;
  Store& store_;
  Writer& writer_;
  Fetcher& fetcher_;
  const Clock& clock_;
};

}  // namespace hallway
