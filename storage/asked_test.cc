#include "storage/asked.h"

#include <gmock/gmock.h>

#include "tests/support/rows.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;

class Asked : public StoreTest {
 protected:
  void show(Id person, Id question, Time at) {
    write([&](WriteTxn& txn) { return add_asked(txn, person, question, at); });
  }
};

TEST_F(Asked, IsCountedFromATimeOnAndForgottenAfterAWhile) {
  show(kAlice, Id{1}, kNow);
  show(kAlice, Id{2}, kNow + days(1));
  show(kBob, Id{1}, kNow);
  EXPECT_EQ(count_asked(read(), kAlice, kNow - days(1)), 2U);
  EXPECT_EQ(count_asked(read(), kAlice, kNow), 1U);
  EXPECT_TRUE(was_asked(read(), kBob, Id{1}));
  EXPECT_FALSE(was_asked(read(), kBob, Id{2}));
  show(kAlice, Id{3}, kNow + kAskedKept + hours(1));
  EXPECT_FALSE(was_asked(read(), kAlice, Id{1}));
  EXPECT_TRUE(was_asked(read(), kAlice, Id{2}));
  EXPECT_TRUE(was_asked(read(), kBob, Id{1})) << "somebody else's stay";
}

TEST_F(Asked, AWalkGoesBothWays) {
  for (uint64_t n = 1; n <= 4; ++n) show(kAlice, Id{n}, kNow);
  Ids down, up;
  scan_asked(read(), kAlice, Id{4}, [&](Id id) { return down.push_back(id), id > Id{2}; });
  EXPECT_THAT(down, ElementsAre(Id{3}, Id{2}));
  scan_asked_up(read(), kAlice, Id{2}, [&](Id id) { return up.push_back(id), true; });
  EXPECT_THAT(up, ElementsAre(Id{3}, Id{4}));
}

TEST_F(Asked, WhatWaitsLongestComesFirst) {
  write([&](WriteTxn& txn) -> Result<void> {
    TRY(put_waiting(txn, {.since = kNow + hours(2), .question = Id{1}, .looked = 2}));
    TRY(put_waiting(txn, {.since = kNow, .question = Id{2}}));
    return put_waiting(txn, {.since = kNow + hours(1), .question = Id{3}});
  });
  const auto names = [&](Time until) {
    Ids ids;
    for (const auto& one : list_waiting(read(), until, 10)) ids.push_back(one.question);
    return ids;
  };
  EXPECT_THAT(names(kNow + hours(1)), ElementsAre(Id{2}, Id{3}));
  EXPECT_EQ(list_waiting(read(), kNow + days(1), 10).back().looked, 2U);
  write([&](WriteTxn& txn) { return erase_waiting_of(txn, Id{2}); });
  EXPECT_THAT(names(kNow + days(1)), ElementsAre(Id{3}, Id{1}));
}

}  // namespace
}  // namespace hallway::test
