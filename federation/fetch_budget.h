#pragma once
// How much may be fetched on behalf of what others wrote (attack 30). In memory, bounded; one
// thread.
//
// A host is asked for at most 120 documents a minute, and so are all hosts under one name together
// ("a1.evil.example", "a2.evil.example", ...: whoever holds the name has as many as they like). For
// one thread at most 60 documents are asked for in a minute, and 300 more come to be asked for in
// an hour, whatever its posts and collections name. What a site only tells of (hearsay.h) is worth
// 100 documents an hour.

#include "federation/bounded_map.h"
#include "storage/values/id.h"
#include "storage/values/iri.h"
#include "storage/values/time.h"

namespace hallway {

// The name under which one holder can have hosts without number: "evil.example" of
// "a1.evil.example", "shop.co.uk" of "www.shop.co.uk"; an address itself. Without a list of public
// suffixes this is a guess, good enough to slow down and not to decide anything else.
std::string site_of(const Domain& domain);

class FetchBudget {
 public:
  static constexpr int kMostPerSite = 120;
  static constexpr int kMostPerThread = 60;
  static constexpr size_t kMostAdded = 300;
  static constexpr size_t kMostHeard = 100;
  static constexpr size_t kMostRemembered = 10'000;

  // Zero: go on, it is counted. Else when to ask again. `thread` 0: for none.
  Duration wait(const Domain& host, Id thread, Time now);
  // How many of `wanted` documents may be added to what `thread` asks for.
  size_t grant(Id thread, size_t wanted, Time now);
  // May one more document be asked for because `from` tells of it? Then it is counted.
  bool hear(const Domain& from, Time now);

 private:
  struct Window {
    Time since;
    size_t count = 0;
  };
  static Window& window(BoundedMap<Window>& all, const std::string& key, Duration length, Time now);
  BoundedMap<Window> sites_{kMostRemembered}, threads_{kMostRemembered}, added_{kMostRemembered};
};

}  // namespace hallway
