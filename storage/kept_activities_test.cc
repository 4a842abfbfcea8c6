#include "storage/kept_activities.h"

#include <gmock/gmock.h>

#include "tests/support/rows.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class KeptActivities : public StoreTest {
 protected:
  void keep(Id person, Box box, uint64_t activity, Time at = kNow) {
    write([&](WriteTxn& txn) -> Result<bool> {
      TRY(keep_activity(txn, person, box, activity, at));
      return true;
    });
  }
  std::vector<uint64_t> kept(Id person, Box box, Id before = {}) {
    std::vector<uint64_t> found;
    scan_kept_activities(read(), person, box, before, [&](Id id, uint64_t activity) {
      last_ = id;
      found.push_back(activity);
      return true;
    });
    return found;
  }
  Id last_;
};

TEST_F(KeptActivities, StandNewestFirstInTheBoxOfWhomTheyConcern) {
  keep(kAlice, Box::outbox, 3);
  keep(kAlice, Box::outbox, 5);
  keep(kAlice, Box::inbox, 4);
  keep(kBob, Box::inbox, 5);
  EXPECT_THAT(kept(kAlice, Box::outbox), ElementsAre(5U, 3U));
  EXPECT_THAT(kept(kAlice, Box::inbox), ElementsAre(4U));
  EXPECT_THAT(kept(kBob, Box::inbox), ElementsAre(5U));
  EXPECT_THAT(kept(kBob, Box::outbox), IsEmpty());
}

TEST_F(KeptActivities, APageBeginsBelowAnId) {
  for (uint64_t activity = 1; activity <= 3; ++activity) {
    keep(kAlice, Box::inbox, activity, kNow + hours(static_cast<int64_t>(activity)));
  }
  kept(kAlice, Box::inbox);
  const auto oldest = last_;
  EXPECT_EQ(oldest.time(), kNow + hours(1));
  EXPECT_THAT(kept(kAlice, Box::inbox, Id{oldest.value + 1}), ElementsAre(1U));
  EXPECT_THAT(kept(kAlice, Box::inbox, oldest), IsEmpty());
}

TEST_F(KeptActivities, TheOldestGoWhereThereAreTooMany) {
  write([&](WriteTxn& txn) -> Result<bool> {
    for (uint64_t activity = 1; activity <= kMostKeptActivities + 2; ++activity) {
      TRY(keep_activity(txn, kAlice, Box::inbox, activity, kNow));
    }
    return true;
  });
  const auto found = kept(kAlice, Box::inbox);
  EXPECT_EQ(found.size(), kMostKeptActivities);
  EXPECT_EQ(found.back(), 3U);
}

}  // namespace
}  // namespace hallway::test
