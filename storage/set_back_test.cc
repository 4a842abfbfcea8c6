#include "storage/set_back.h"

#include <gmock/gmock.h>

#include "storage/deliveries.h"
#include "storage/fetches.h"
#include "storage/peers.h"
#include "tests/support/rows.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;

constexpr Time kAhead = Time{kNow.ms + days(365).ms};

class SetBackTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    peer_ = write([&](WriteTxn& txn) { return meet_peer(txn, domain("b.example"), kNow); }).id;
  }
  Id owe(Time created, Time next) {
    return write([&](WriteTxn& txn) -> Result<Id> {
      Delivery row{.peer = peer_, .inbox = iri("https://b.example/inbox"), .created = created};
      row.next = next;
      TRY(put_delivery(txn, row));
      return row.id;
    });
  }
  void ask(const std::string& path, Time next) {
    write([&](WriteTxn& txn) {
      return add_fetch(txn,
                       {.iri = iri("https://b.example/" + path), .next = next, .created = next});
    });
  }
  size_t mend(size_t most = 100) {
    return write([&](WriteTxn& txn) { return make_due(txn, kNow, most); });
  }
  Ids due() {
    Ids ids;
    for (const auto& row : list_due(read(), peer_, kNow, 99)) ids.push_back(row.id);
    return ids;
  }
  Id peer_;
};

TEST_F(SetBackTest, WhatWaitsForADayAtMostIsLeftAlone) {
  owe(kNow, kNow + days(1));
  ask("a", kNow + hours(2));
  EXPECT_FALSE(waits_too_long(read(), kNow));
  EXPECT_EQ(mend(), 0U);
  EXPECT_EQ(next_due_peer(read()), kNow + days(1));
}

TEST_F(SetBackTest, WhatAClockThatWasAheadPlannedIsDueNowInThatOrder) {
  const auto first = owe(kAhead, kAhead + hours(6));
  const auto second = owe(kAhead + minutes(1), kAhead + minutes(1));
  const auto before = owe(kNow, kNow);
  write([&](WriteTxn& txn) { return schedule_peer(txn, peer_, next_due(txn, peer_)); });
  EXPECT_FALSE(waits_too_long(read(), kNow)) << "its line comes to be looked at soon";
  write([&](WriteTxn& txn) { return erase_delivery(txn, *find_delivery(txn, before)); });
  write([&](WriteTxn& txn) { return schedule_peer(txn, peer_, next_due(txn, peer_)); });
  EXPECT_TRUE(waits_too_long(read(), kNow));
  EXPECT_EQ(mend(), 2U);
  EXPECT_THAT(due(), ElementsAre(first, second));
  EXPECT_EQ(find_delivery(read(), first)->created, kAhead)
      << "a clock that is behind would make it ancient";
  EXPECT_FALSE(waits_too_long(read(), kNow));
}

TEST_F(SetBackTest, ALineThatWasClosedThenIsOpen) {
  owe(kNow, kNow);
  write([&](WriteTxn& txn) -> Result<void> {
    auto peer = *find_peer(txn, peer_);
    peer.failures = 3;
    peer.retry = kAhead + hours(1);
    peer.down_since = kAhead;
    TRY(put_peer(txn, peer));
    return schedule_peer(txn, peer_, peer.retry);
  });
  EXPECT_TRUE(waits_too_long(read(), kNow));
  EXPECT_EQ(mend(), 1U);
  EXPECT_EQ(find_peer(read(), peer_)->retry, kNow);
  EXPECT_EQ(find_peer(read(), peer_)->down_since, kNow);
  EXPECT_EQ(next_due_peer(read()), kNow);
}

TEST_F(SetBackTest, FetchesToo) {
  ask("a", kAhead);
  ask("b", kAhead + minutes(1));
  EXPECT_TRUE(waits_too_long(read(), kNow));
  EXPECT_EQ(mend(1), 1U) << "so much at once";
  EXPECT_EQ(mend(), 1U);
  EXPECT_EQ(list_due_fetches(read(), kNow, 9).size(), 2U);
}

}  // namespace
}  // namespace hallway::test
