#include "storage/outcomes.h"

#include "tests/support/rows.h"

namespace hallway {
namespace {

using test::kNow;

class OutcomesTest : public test::StoreTest {
 protected:
  void end(uint64_t id, uint64_t activity, uint64_t peer, bool delivered = true, Time at = kNow) {
    write([&](WriteTxn& txn) {
      return put_outcome(txn,
                         {.id = {id},
                          .peer = {peer},
                          .inbox = Iri::parse("https://" + host(peer) + "/inbox").value(),
                          .activity = activity,
                          .created = kNow - hours(1),
                          .attempts = 3,
                          .error = "HTTP 202"},
                         delivered, at);
    });
  }
  static std::string host(uint64_t peer) { return "h" + std::to_string(peer) + ".example"; }
  static Domain at(uint64_t peer) { return test::domain(host(peer)); }
  [[nodiscard]] size_t count(uint64_t activity, uint64_t peer) {
    return list_outcomes(read(), activity, at(peer), 100).size();
  }
};

TEST_F(OutcomesTest, ComeBackAsTheyWerePut) {
  end(7, 5, 1, /*delivered=*/false);
  const auto list = list_outcomes(read(), 5, at(1), 100);
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].inbox.text(), "https://h1.example/inbox");
  EXPECT_FALSE(list[0].delivered);
  EXPECT_EQ(list[0].created, kNow - hours(1));
  EXPECT_EQ(list[0].at, kNow);
  EXPECT_EQ(list[0].attempts, 3U);
  EXPECT_EQ(list[0].why, "HTTP 202");
}

TEST_F(OutcomesTest, AreOfOneActivityAndOnePeer) {
  end(1, 5, 1);
  end(2, 5, 1);
  end(3, 5, 2);
  end(4, 6, 1);
  EXPECT_EQ(count(5, 1), 2U);
  EXPECT_EQ(count(5, 2), 1U);
  EXPECT_EQ(count(6, 1), 1U);
  EXPECT_EQ(count(6, 2), 0U);
  EXPECT_EQ(list_outcomes(read(), 5, at(1), 1).size(), 1U);
}

TEST_F(OutcomesTest, OldOnesAreForgottenAFewAtATimeAndYoungOnesStay) {
  for (uint64_t n = 1; n <= 5; ++n) end(n, n, 1, true, kNow + hours(static_cast<int64_t>(n)));
  const auto forget = [&](Time before, size_t most) {
    return write([&](WriteTxn& txn) { return forget_outcomes(txn, before, kNow + days(1), most); });
  };
  EXPECT_FALSE(has_outcome_before(read(), kNow, kNow + days(1)));
  EXPECT_EQ(forget(kNow, 100), 0U);
  EXPECT_TRUE(has_outcome_before(read(), kNow + hours(4), kNow + days(1)));
  EXPECT_EQ(forget(kNow + hours(4), 2), 2U);
  EXPECT_EQ(forget(kNow + hours(4), 100), 1U);
  EXPECT_FALSE(has_outcome_before(read(), kNow + hours(4), kNow + days(1)));
  EXPECT_EQ(read().count(Table::outcomes), 2U);
}

TEST_F(OutcomesTest, OneOfTheWrongDayHoldsUpNothing) {
  end(1, 1, 1, true, kNow + days(365));
  end(2, 2, 1, true, kNow);
  EXPECT_TRUE(has_outcome_before(read(), kNow, kNow));
  const auto forgotten =
      write([&](WriteTxn& txn) { return forget_outcomes(txn, kNow, kNow, 100); });
  EXPECT_EQ(forgotten, 1U);
  EXPECT_FALSE(has_outcome_before(read(), kNow, kNow));
}

}  // namespace
}  // namespace hallway
