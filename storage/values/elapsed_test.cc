#include "storage/values/elapsed.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

constexpr Time kThen{1'795'612'315'000};

TEST(Elapsed, CountsFromThenOn) {
  EXPECT_FALSE(has_passed(kThen, hours(1), kThen));
  EXPECT_FALSE(has_passed(kThen, hours(1), kThen + hours(1) - milliseconds(1)));
  EXPECT_TRUE(has_passed(kThen, hours(1), kThen + hours(1)));
}

TEST(Elapsed, WhatLiesAheadIsLongAgo) {
  EXPECT_FALSE(has_passed(kThen, hours(1), kThen - kClockSkew)) << "no two clocks are the same";
  EXPECT_TRUE(has_passed(kThen, hours(1), kThen - kClockSkew - milliseconds(1)));
  EXPECT_TRUE(has_passed(kThen, days(900), kThen - days(365)));
}

}  // namespace
}  // namespace hallway
