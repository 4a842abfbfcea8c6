#pragma once
// Works off rows of `fetches`: parents of replies, boosted posts, actors to refresh.

#include "federation/fetch.h"
#include "federation/resolve.h"
#include "storage/fetches.h"
#include "storage/values/random.h"

namespace hallway {

class CatchUp {
 public:
  CatchUp(const Home& home, Store& store, Writer& writer, Resolver& resolver, Fetcher& fetcher,
          LocalKeys& keys, Random& random, const Clock& clock)
      : home_(home), store_(store), writer_(writer), resolver_(resolver), fetcher_(fetcher),
        keys_(keys), random_(random), clock_(clock) {}

  // Works off at most `most` due rows, one after another; returns how many. One thread. Failures are tried again after 1 min,
  // 10 min and 2 h, then dropped.
  size_t run_due(size_t most);
  std::optional<Time> next_due() const;

 private:
  Result<void> work(const Fetch& fetch);
  const Home& home_;
  Store& store_;
  Writer& writer_;
  Resolver& resolver_;
  Fetcher& fetcher_;
  LocalKeys& keys_;
  Random& random_;
  const Clock& clock_;
};

}  // namespace hallway
