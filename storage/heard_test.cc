#include "storage/heard.h"

#include <gtest/gtest.h>

#include "storage/deliveries.h"
#include "storage/peers.h"
#include "tests/support/rows.h"

namespace hallway::test {
namespace {

class HeardTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    down(kNow + hours(1));
  }
  void down(Time retry) {
    write([&](WriteTxn& txn) -> Result<void> {
      auto peer = TRY(meet_peer(txn, kHost_, kNow));
      peer.failures = 9;
      peer.retry = retry;
      return put_peer(txn, peer);
    });
  }
  void owe() {
    write([&](WriteTxn& txn) -> Result<void> {
      const auto peer = TRY(meet_peer(txn, kHost_, kNow));
      Delivery row{.peer = peer.id, .inbox = iri("https://b.example/inbox"), .created = kNow};
      TRY(put_delivery(txn, row));
      return schedule_peer(txn, peer.id, peer.retry);
    });
  }
  void hear(Time at, std::string_view from = "b.example") {
    write([&](WriteTxn& txn) { return hear_from(txn, domain(from), at); });
  }
  Time retry() { return find_peer(read(), kHost_)->retry; }
  const Domain kHost_ = domain("b.example");
};

TEST_F(HeardTest, WhoIsHeardFromIsTriedAgainSoon) {
  owe();
  hear(kNow);
  EXPECT_EQ(retry(), kNow + seconds(15));
  EXPECT_EQ(next_due_peer(read()), kNow + seconds(15));
  EXPECT_EQ(find_peer(read(), kHost_)->failures, 9U) << "it has not answered yet";
}

TEST_F(HeardTest, WhoTalksAllTheTimeIsNotTriedAllTheTime) {
  owe();
  hear(kNow);
  for (int i = 1; i < 15; ++i) hear(kNow + seconds(i));
  EXPECT_EQ(retry(), kNow + seconds(15));
}

TEST_F(HeardTest, WhereNothingIsOwedNothingIsPlanned) {
  hear(kNow);
  EXPECT_FALSE(next_due_peer(read()));
}

TEST_F(HeardTest, StrangersAndThoseWhoAnswerAreLeftAlone) {
  hear(kNow, "stranger.example");
  EXPECT_FALSE(find_peer(read(), domain("stranger.example")));
  down(Time{});
  hear(kNow);
  EXPECT_EQ(retry(), Time{});
}

}  // namespace
}  // namespace hallway::test
