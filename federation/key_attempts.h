#pragma once
// Keeps strangers from making this node fetch keys without end: at most one fetch of a key in
// 5 minutes (1 minute where nobody answered), 30 from a host in a minute and 120 from all hosts
// under one name (site_of in fetch_budget.h: attack 30), 8 at a time; what failed is remembered as
// long. All of it is in memory and bounded. Any thread.

#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "federation/bounded_map.h"
#include "storage/values/iri.h"
#include "storage/values/time.h"

namespace hallway {

class KeyAttempts {
 public:
  static constexpr Duration kInterval = minutes(5);
  static constexpr Duration kIntervalUnanswered = minutes(1);
  static constexpr Duration kHostWindow = minutes(1);
  static constexpr int kMostPerHost = 30;
  static constexpr int kMostPerSite = 120;
  static constexpr int kMostAtOnce = 8;
  static constexpr size_t kMostRemembered = 10'000;

  // The permission to fetch one key now; given back when it dies. Does not outlive its KeyAttempts.
  class Permit {
   public:
    Permit(Permit&& other) noexcept;
    Permit& operator=(Permit&&) = delete;
    ~Permit();
    // Why it did not help; without it the key counts as found. `key` is the key (DER) that was
    // there but had not signed.
    void failed(Error why, std::string key = {});

   private:
    friend class KeyAttempts;
    Permit(KeyAttempts& all, std::string key_id) : all_(&all), key_id_(std::move(key_id)) {}
    KeyAttempts* all_;
    std::string key_id_;
  };

  // Nothing where the key was found a moment ago: look again. Waits (5 s at most) for whoever
  // fetches the same key right now. Errors: what came of it last time, limited.
  // With Proven::yes a failure is no reason: the caller has seen a signature by key_left().
  enum class Proven { no, yes };
  Result<std::optional<Permit>> begin(const std::string& key_id, const Domain& host, Time now,
                                      Proven proven = Proven::no);
  // The key (DER) that the last attempt found and that had not signed what it was wanted for. So
  // who forges a signature of somebody unknown does not lock that person out.
  std::optional<std::string> key_left(const std::string& key_id);

 private:
  struct Attempt {
    Time at;
    std::optional<Error> failure;
    std::string key;
  };
  struct Window {
    Time since;
    int fetches = 0;
  };
  bool too_many_from(const Domain& host, Time now);
  static int count(BoundedMap<Window>& windows, const std::string& key, Time now);
  void end(const std::string& key_id);

  std::mutex mutex_;
  std::condition_variable ended_;
  std::set<std::string> in_flight_;
  BoundedMap<Attempt> attempts_{kMostRemembered};
  BoundedMap<Window> hosts_{kMostRemembered}, sites_{kMostRemembered};
};

}  // namespace hallway
