#include "server/rate_limits.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

constexpr Time kNoon{1'700'000'000'000};
constexpr RateLimits::Rule kTwoAnHour{2, hours(1)};

TEST(RateLimits, CountForEachKeyAndBeginAnewAfterTheWindow) {
  RateLimits limits;
  EXPECT_TRUE(limits.admit("a", kTwoAnHour, kNoon).ok());
  EXPECT_TRUE(limits.admit("a", kTwoAnHour, kNoon).ok());
  const auto third = limits.admit("a", kTwoAnHour, kNoon + minutes(59));
  ASSERT_FALSE(third.ok());
  EXPECT_EQ(third.error().code, Code::limited);
  EXPECT_TRUE(limits.admit("b", kTwoAnHour, kNoon).ok());
  EXPECT_TRUE(limits.admit("a", kTwoAnHour, kNoon + hours(1)).ok());
}

TEST(RateLimits, TellHowAKeyStandsAndCountNoRefusal) {
  RateLimits limits;
  const auto first = limits.count("a", kTwoAnHour, kNoon);
  EXPECT_TRUE(first.admitted);
  EXPECT_EQ(first.most, 2);
  EXPECT_EQ(first.left, 1);
  EXPECT_EQ(first.reset, kNoon + hours(1));
  EXPECT_EQ(limits.count("a", kTwoAnHour, kNoon + minutes(9)).left, 0);
  for (int i = 0; i < 3; ++i) {
    const auto refused = limits.count("a", kTwoAnHour, kNoon + minutes(10));
    EXPECT_FALSE(refused.admitted);
    EXPECT_EQ(refused.left, 0);
    EXPECT_EQ(refused.reset, kNoon + hours(1));
  }
}

TEST(RateLimits, AKeyThatIsForgottenBeginsAnew) {
  RateLimits limits;
  for (const auto* key : {"a", "b"}) {
    for (int i = 0; i < 2; ++i) (void)limits.admit(key, kTwoAnHour, kNoon);
  }
  limits.forget("a");
  EXPECT_TRUE(limits.admit("a", kTwoAnHour, kNoon).ok());
  EXPECT_FALSE(limits.admit("b", kTwoAnHour, kNoon).ok());
}

TEST(RateLimits, AClockThatIsSetBackShutsNobodyOut) {
  RateLimits limits;
  for (int i = 0; i < 3; ++i) (void)limits.admit("a", kTwoAnHour, kNoon + days(365));
  EXPECT_TRUE(limits.admit("a", kTwoAnHour, kNoon).ok());
}

TEST(RateLimits, StayBoundedUnderAFlood) {
  RateLimits limits;
  for (int i = 0; i < 200'000; ++i) {
    EXPECT_TRUE(limits.admit(std::to_string(i), kTwoAnHour, kNoon).ok());
  }
}

TEST(RateLimits, ANetworkOfIpv6CountsAsOne) {
  EXPECT_EQ(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:2:ffff::9"));
  EXPECT_NE(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
  EXPECT_NE(network_of("192.0.2.1"), network_of("192.0.2.2"));
}

}  // namespace
}  // namespace hallway
