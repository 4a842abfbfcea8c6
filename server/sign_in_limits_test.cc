#include "server/sign_in_limits.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

constexpr Time kStart{1'795'612'315'000};

int admitted(SignInLimits& limits, const std::string& name, const std::string& address, int tries,
             Time now = kStart) {
  int count = 0;
  for (int i = 0; i < tries; ++i) count += limits.admit(name, address, now).ok() ? 1 : 0;
  return count;
}

TEST(SignInLimits, FiveAttemptsAtAnAccountFromOneAddress) {
  SignInLimits limits;
  EXPECT_EQ(admitted(limits, "alice", "192.0.2.1", 20), 5);
  EXPECT_EQ(limits.admit("ALICE", "192.0.2.1", kStart).error().code, Code::limited);
  EXPECT_EQ(admitted(limits, "alice", "192.0.2.1", 20, kStart + minutes(15)), 5);
}

TEST(SignInLimits, NobodyIsShutOutUntilAClockThatWasAheadIsReachedAgain) {
  SignInLimits limits;
  EXPECT_EQ(admitted(limits, "alice", "192.0.2.1", 20, kStart + days(365)), 5);
  EXPECT_EQ(admitted(limits, "alice", "192.0.2.1", 20), 5);
}

TEST(SignInLimits, WhoGuessesShutsOutOnlyThemselves) {
  SignInLimits limits;
  admitted(limits, "alice", "192.0.2.1", 50);
  EXPECT_TRUE(limits.admit("alice", "198.51.100.7", kStart).ok());
}

TEST(SignInLimits, ManyStrangersCannotShutOutWhoSignedInBefore) {
  SignInLimits limits;
  limits.welcome("alice", "198.51.100.7", kStart);
  int strangers = 0;
  for (int i = 0; i < 250; ++i) {
    strangers += admitted(limits, "alice", "10.0." + std::to_string(i) + ".1", 5);
  }
  EXPECT_EQ(strangers, 100);
  EXPECT_EQ(admitted(limits, "alice", "198.51.100.7", 3), 3);
}

TEST(SignInLimits, OneAddressCannotTryEverybody) {
  SignInLimits limits;
  int count = 0;
  for (int i = 0; i < 200; ++i) count += admitted(limits, "p" + std::to_string(i), "192.0.2.1", 1);
  EXPECT_EQ(count, 50);
}

TEST(SignInLimits, OfIpv6TheNetworkCounts) {
  SignInLimits limits;
  int count = 0;
  for (int i = 1; i < 20; ++i) {
    count += admitted(limits, "alice", "2001:db8::" + std::to_string(i), 1);
  }
  EXPECT_EQ(count, 5);
  EXPECT_TRUE(limits.admit("alice", "2001:db8:0:1::1", kStart).ok());
}

TEST(SignInLimits, SuccessForgetsTheSlipsBefore) {
  SignInLimits limits;
  EXPECT_EQ(admitted(limits, "alice", "192.0.2.1", 4), 4);
  limits.welcome("alice", "192.0.2.1", kStart);
  EXPECT_EQ(admitted(limits, "alice", "192.0.2.1", 9), 5);
}

}  // namespace
}  // namespace hallway
