#include <gmock/gmock.h>

#include "storage/delivery_hours.h"
#include "tests/support/delivering.h"

namespace hallway::test {
namespace {

TEST_F(DeliverTest, WhatBecameOfEachAttemptIsCountedInItsHour) {
  answer(503);
  post(alice_);
  settle();
  answer(202);
  ASSERT_TRUE(go_on());
  answer(410);
  post(alice_);
  settle();
  DeliveryHour sum;
  const auto now = clock_.now();
  for (const auto& hour : list_delivery_hours(read(), now - days(1), now + hours(1))) {
    sum.made += hour.made;
    sum.put_off += hour.put_off;
    sum.given_up += hour.given_up;
  }
  EXPECT_EQ(sum.put_off, 1U);
  EXPECT_EQ(sum.made, 1U);
  EXPECT_EQ(sum.given_up, 1U);
}

}  // namespace
}  // namespace hallway::test
