#pragma once
// How long deliveries wait, and how many lines that are down are tried at once.

#include <optional>

#include "federation/http.h"
#include "storage/values/random.h"
#include "storage/values/time.h"

namespace hallway {

// Before a row is sent again that was tried `attempts` times: 1 min · 2^n, at most 6 h.
Duration row_pause(uint32_t attempts, Random& random);
// Before the line of a peer is tried again that has failed `failures` times: 15 s · 2^n, at most
// 1 h.
Duration line_pause(uint32_t failures, Random& random);
// What the answer asks for by Retry-After, at most a day.
std::optional<Duration> asked_pause(const OutboundResponse& answer, Time now);

// Lines that are down, tried in a second: where ten thousand are, those that answer come first.
class Probes {
 public:
  static constexpr size_t kMost = 64;
  // Counts one more, if there may be one.
  bool may_begin(Time now);
  // Until one that may not begin has its turn.
  static Duration pause(Random& random);

 private:
  Time since_;
  size_t begun_ = 0;
};

}  // namespace hallway
