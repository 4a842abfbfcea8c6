#pragma once
// What happened to posts here, as the log tells it: what came in, changed or went, in the order in
// which it became durable; and what everybody here was told by those who run the node. Read by
// whoever tells others as it happens (server/live.h).

#include <cstdint>
#include <vector>

#include "federation/home.h"
#include "federation/timeline.h"

namespace hallway {

struct LiveEvent {
  enum class Kind : uint8_t {
    arrival,  // of a post, or of a boost
    edit,
    erasure,      // of either: of `item` only ids, author and audience are known
    announced,    // something is announced to everybody here: `announcement` is there
    unannounced,  // it was taken away
  };
  uint64_t seq = 0;  // of its log entry
  Kind kind = Kind::arrival;
  TimelineItem item;
  Id announcement;
  bool last = true;  // of its log entry
};

// Posts that were written longer ago than this when they came in (threads that are filled up,
// archives) are no news.
inline constexpr Duration kNewsAge = hours(6);

struct LiveEvents {
  std::vector<LiveEvent> events;
  uint64_t reached = 0;  // the last entry that was looked at; `after` where there was none
};
// Of the `most` log entries beyond `after`. Who may see them is not asked here.
LiveEvents read_events(const ReadTxn& txn, uint64_t after, size_t most);

}  // namespace hallway
