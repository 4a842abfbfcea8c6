#pragma once
// From a handle or an address to something this node knows, asking its origin where needed.

#include <optional>

#include "federation/fetch.h"
#include "storage/actors.h"
#include "storage/posts.h"
#include "storage/values/random.h"
#include "webfinger/handle.h"

namespace hallway {

// Not for use inside a transaction. Any thread.
class Resolver {
 public:
  struct Parts {
    const Home& home;
    Store& store;
    Writer& writer;
    LocalKeys& keys;
    Fetcher& fetcher;
    Random& random;
    const Clock& clock;
  };
  explicit Resolver(const Parts& parts) : parts_(parts) {}

  // WebFinger, then the actor it names, then the reverse check: the actor's own WebFinger must name
  // the same actor and the canonical handle (attack 21). Local handles are answered from the store.
  // Known and fresh (1 day) ones too. Errors: not_found, gone, forbidden (policy), invalid (what
  // they say does not hold together), unavailable, limited.
  Result<Actor> resolve(const Handle& handle);
  // The actor at `iri`: from the store if fresher than `max_age`, else fetched and stored, its
  // handle checked. Where its host does not answer and `max_age` is not zero, what the store has is
  // good enough. Errors as above.
  Result<Actor> resolve_actor(const Iri& iri, Duration max_age = days(1));
  // An actor or post by its id or page address, as pasted into a search field; fetched where
  // unknown.
  struct Found {
    std::optional<Id> actor, post;
  };
  Result<Found> resolve_address(const Iri& iri);
  // Stores a fetched post, its author resolved before, and an approval that it needs looked up
  // (approval.h). `depth`: steps from what somebody sent us. Errors as above.
  Result<Post> take_post(const Document& document, uint32_t depth);

 private:
  Result<Actor> read_actor(const Iri& iri);
  // Errors: forbidden where it lacks one that it needs.
  Result<Approval> check_approval(const Document& document, const Post& reply, const Actor& author);
  Result<Actor> check_and_store(Actor read);
  Result<Actor> store(Actor read, const std::optional<Handle>& checked);
  [[nodiscard]] Result<std::optional<Actor>> known(const Iri& iri) const;
  [[nodiscard]] Result<std::optional<Actor>> known(const Handle& handle) const;
  [[nodiscard]] Result<Found> find_here(const Iri& iri) const;
  [[nodiscard]] Found find_local_page(const ReadTxn& txn, const Iri& iri) const;
  Parts parts_;
};

}  // namespace hallway
