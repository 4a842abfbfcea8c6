#pragma once
// How often something may be done, counted in windows of time for each key: what is done, and who
// does it. Kept in memory, bounded. Any thread.

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

// Who an address belongs to, as far as limits know: of IPv6 the network of 64 bits, which is what
// one household or host has.
std::string network_of(std::string_view address);

class RateLimits {
 public:
  struct Rule {
    int most;
    Duration window;
  };
  // Counts it. Fails with limited where it was done `most` times since the window began.
  Result<void> admit(const std::string& key, Rule rule, Time now);
  // How a key stands after it was counted once more.
  struct Standing {
    bool admitted = true;
    int most = 0, left = 0;
    Time reset;  // when its window ends
  };
  Standing count(const std::string& key, Rule rule, Time now);
  // Begins anew for one key.
  void forget(const std::string& key);

 private:
  struct Bucket {
    Time since;
    Duration window;
    int count = 0;
  };
  void forget_old(Time now);

  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace hallway
