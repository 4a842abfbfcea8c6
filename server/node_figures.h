#pragma once
// Counts of people and posts that anybody may ask for (NodeInfo, /api/v1/instance), kept for a
// minute: counting walks tables. Any thread.

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
};

class NodeFigures {
 public:
  Figures read(const ReadTxn& txn, Time now);

 private:
  std::mutex mutex_;
  Time counted_;
  Figures figures_;
};

}  // namespace hallway
