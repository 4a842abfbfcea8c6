#pragma once
// Works off rows of `fetches`: parents of replies, boosted posts, actors to refresh, and what
// others handed on.

#include "federation/fetch.h"
#include "federation/resolve.h"
#include "storage/fetches.h"
#include "storage/values/random.h"

namespace hallway {

class CatchUp {
 public:
  struct Parts {
    const Home& home;
    Store& store;
    Writer& writer;
    LocalKeys& keys;
    Resolver& resolver;
    Fetcher& fetcher;
    Random& random;
    const Clock& clock;
  };
  explicit CatchUp(const Parts& parts) : parts_(parts) {}

  // Works off at most `most` due rows, one after another; returns how many. One thread. Where
  // nobody answers it is tried again after 1 min, 10 min and 2 h, then dropped; what is refused,
  // gone or no post is dropped at once. An actor to refresh who has gone (410) is deleted, with
  // everything of theirs (attack 32).
  size_t run_due(size_t most);
  std::optional<Time> next_due() const;

 private:
  Result<void> work(const Fetch& fetch);
  Result<void> work_post(const Fetch& fetch);
  Result<void> work_actor(const Fetch& fetch);
  Result<void> bury_actor(const Iri& iri);
  Result<void> work_again(const Fetch& fetch);
  Result<void> work_activity(const Fetch& fetch);
  Result<void> work_moved(const Fetch& fetch);
  Result<void> work_followers(const Fetch& fetch);
  Result<void> settle(const Fetch& fetch, const Result<void>& outcome);
  Parts parts_;
};

}  // namespace hallway
