#pragma once
// What a Question asks: options, how many chose each, and until when. Kept with its post; who chose
// what stands in storage/votes.h.

#include <cstdint>
#include <string>
#include <vector>

#include "storage/values/time.h"

namespace hallway {

struct PollOption {
  std::string title;  // plain text
  uint64_t votes = 0;
  friend bool operator==(const PollOption&, const PollOption&) = default;
};

struct Poll {
  // A choice is a bit of 64.
  static constexpr size_t kMostOptions = 64;

  std::vector<PollOption> options;
  bool multiple = false;
  Time ends;            // 0: nobody said
  Time closed;          // 0: not yet
  uint64_t voters = 0;  // people; 0 where its origin does not say

  [[nodiscard]] bool open(Time now) const { return !closed.ms && (!ends.ms || now < ends); }
};

}  // namespace hallway
