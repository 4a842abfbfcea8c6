#pragma once
// Counts of people and posts that anybody may ask for (NodeInfo, /api/v1/instance), kept for a
// minute: counting walks tables. Any thread.

#include <array>
#include <cstdint>
#include <mutex>

#include "federation/home.h"
#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

struct Figures {
  uint64_t users = 0;            // accounts that are not disabled
  uint64_t active_month = 0;     // of them, those who posted within 30 days
  uint64_t active_halfyear = 0;  // ... within 180 days
  uint64_t local_posts = 0;
  uint64_t peers = 0;  // other nodes ever met
  // What happened here in a week that began on a Monday, UTC; this week first.
  struct Week {
    uint64_t posts = 0;
    uint64_t writers = 0;  // who posted or boosted
    uint64_t newcomers = 0;
  };
  std::array<Week, 12> weeks{};
};

// How many weeks before that of `now` the one of `at` began; none in the future.
size_t weeks_ago(Time at, Time now);
Time begin_of_week(Time now, size_t weeks_ago);

class NodeFigures {
 public:
  Figures read(const ReadTxn& txn, Time now);

 private:
  std::mutex mutex_;
  Time counted_;
  Figures figures_;
};

}  // namespace hallway
