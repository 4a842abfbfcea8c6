#pragma once
// What people here did day by day (UTC), for those who run the node: counted anew for each who
// asks, from what their own indexes hold. A deleted post counts no longer.

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "storage/store.h"
#include "storage/values/id.h"
#include "storage/values/time.h"

namespace hallway {

struct DaySpan {
  int64_t first = 0;  // days since 1970
  size_t count = 0;

  // Every day that some moment between these two belongs to; none where `end` lies before `start`.
  static DaySpan between(Time start, Time end);
  // As long, and just before.
  [[nodiscard]] DaySpan before() const { return {first - static_cast<int64_t>(count), count}; }
  [[nodiscard]] Time begin(size_t day = 0) const;
  [[nodiscard]] Time end() const { return begin(count); }  // exclusive
  [[nodiscard]] std::optional<size_t> day_of(Time at) const;
};

struct Activity {
  // Who wrote, boosted or liked on each day, or used a program or page then for the last time.
  std::vector<std::set<Id>> active;  // actors
  // Likes, boosts and answers of people here.
  std::vector<uint64_t> interactions;
};
Activity read_activity(const ReadTxn& txn, const DaySpan& span);

// When each account was last used by a program or page, or did something, or was made.
std::map<Id, Time> last_activity(const ReadTxn& txn);

}  // namespace hallway
