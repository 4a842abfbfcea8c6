#include "storage/delivery_hours.h"

#include <gmock/gmock.h>

#include "tests/support/store.h"

namespace hallway::test {
namespace {

using ::testing::IsEmpty;

class DeliveryHours : public StoreTest {
 protected:
  const Time kHour{hours(500'000).ms};

  void count(DeliveryEnd end, Time at) {
    ASSERT_TRUE(writer_->apply([&](WriteTxn& txn) { return count_delivery(txn, end, at); }).ok());
  }
  std::vector<DeliveryHour> list(Time from, Time until) {
    return list_delivery_hours(read(), from, until);
  }
};

TEST_F(DeliveryHours, EachEndIsCountedInItsHour) {
  count(DeliveryEnd::made, kHour);
  count(DeliveryEnd::made, kHour + minutes(59));
  count(DeliveryEnd::put_off, kHour + minutes(30));
  count(DeliveryEnd::given_up, kHour + hours(2));
  const auto all = list(kHour, kHour + hours(3));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].begins, kHour);
  EXPECT_EQ(all[0].made, 2U);
  EXPECT_EQ(all[0].put_off, 1U);
  EXPECT_EQ(all[0].given_up, 0U);
  EXPECT_EQ(all[1].begins, kHour + hours(2));
  EXPECT_EQ(all[1].given_up, 1U);
}

TEST_F(DeliveryHours, OnlyThoseThatBeginInTheSpanAreListed) {
  for (int i = 0; i < 4; ++i) count(DeliveryEnd::made, kHour + hours(i));
  EXPECT_EQ(list(kHour + minutes(1), kHour + hours(2) + minutes(1)).size(), 2U);
  EXPECT_THAT(list(kHour + hours(4), kHour + hours(9)), IsEmpty());
  EXPECT_THAT(list(kHour + hours(3), kHour), IsEmpty());
}

TEST_F(DeliveryHours, OldOnesAreForgottenAndTheYoungStay) {
  for (int i = 0; i < 4; ++i) count(DeliveryEnd::made, kHour + hours(i));
  ASSERT_TRUE(writer_
                  ->apply([&](WriteTxn& txn) {
                    return forget_delivery_hours(txn, kHour - days(1), kHour + hours(2));
                  })
                  .ok());
  const auto left = list(kHour, kHour + hours(9));
  ASSERT_EQ(left.size(), 2U);
  EXPECT_EQ(left[0].begins, kHour + hours(2));
}

}  // namespace
}  // namespace hallway::test
