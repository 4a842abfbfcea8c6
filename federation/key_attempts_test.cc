#include "federation/key_attempts.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "tests/support/outcome.h"

namespace hallway::test {
namespace {

const Domain kRemote = Domain::parse("remote.example").value();
const Time kStart{1'000'000'000};

TEST(BoundedMap, ForgetsTheOldestFirst) {
  BoundedMap<int> map(3);
  for (int i = 0; i < 5; ++i) map.put("k" + std::to_string(i), i);
  map.put("k3", 33);
  EXPECT_EQ(map.size(), 3U);
  EXPECT_EQ(map.find("k1"), nullptr);
  ASSERT_NE(map.find("k2"), nullptr);
  EXPECT_EQ(*map.find("k3"), 33);
  EXPECT_EQ(*map.find("k4"), 4);
}

TEST(KeyAttempts, AKeyIsFetchedOnceInFiveMinutes) {
  KeyAttempts attempts;
  EXPECT_TRUE(attempts.begin("k", kRemote, kStart)->has_value());
  EXPECT_FALSE(attempts.begin("k", kRemote, kStart + seconds(299))->has_value());
  EXPECT_TRUE(attempts.begin("k", kRemote, kStart + seconds(300))->has_value());
}

TEST(KeyAttempts, AKeyThatWasMissedOnAClockThatWasAheadIsFetchedOnceMore) {
  KeyAttempts attempts;
  EXPECT_TRUE(attempts.begin("k", kRemote, kStart + days(365))->has_value());
  EXPECT_TRUE(attempts.begin("k", kRemote, kStart)->has_value());
}

TEST(KeyAttempts, WhoHasProvenItselfByTheKeyThatWasLeftMayFetchAtOnce) {
  KeyAttempts attempts;
  EXPECT_EQ(attempts.key_left("k"), std::nullopt);
  (*attempts.begin("k", kRemote, kStart))->failed(fail(Code::unauthenticated, "forged"), "der");
  EXPECT_EQ(attempts.key_left("k"), "der");
  const auto proven = KeyAttempts::Proven::yes;
  {
    const auto permit = attempts.begin("k", kRemote, kStart, proven);
    ASSERT_TRUE(permit.ok() && permit->has_value());
    EXPECT_EQ(attempts.key_left("k"), std::nullopt);
  }
  // It was found now: nobody needs to fetch it again.
  EXPECT_FALSE(attempts.begin("k", kRemote, kStart, proven)->has_value());
}

TEST(KeyAttempts, WhatFailedIsRemembered) {
  KeyAttempts attempts;
  (*attempts.begin("k", kRemote, kStart))->failed(fail(Code::unauthenticated, "no"));
  EXPECT_EQ(code_of(attempts.begin("k", kRemote, kStart + seconds(299))), Code::unauthenticated);
  EXPECT_TRUE(attempts.begin("k", kRemote, kStart + seconds(300))->has_value());
}

TEST(KeyAttempts, WhereNobodyAnsweredItIsTriedAgainAfterAMinute) {
  KeyAttempts attempts;
  (*attempts.begin("k", kRemote, kStart))->failed(fail(Code::unavailable, "down"));
  EXPECT_EQ(code_of(attempts.begin("k", kRemote, kStart + seconds(59))), Code::unavailable);
  EXPECT_TRUE(attempts.begin("k", kRemote, kStart + seconds(60))->has_value());
}

TEST(KeyAttempts, AHostHasThirtyAMinute) {
  KeyAttempts attempts;
  for (int i = 0; i < KeyAttempts::kMostPerHost; ++i) {
    EXPECT_TRUE(attempts.begin("k" + std::to_string(i), kRemote, kStart)->has_value());
  }
  EXPECT_EQ(code_of(attempts.begin("one more", kRemote, kStart + seconds(59))), Code::limited);
  const auto other = Domain::parse("other.example").value();
  EXPECT_TRUE(attempts.begin("elsewhere", other, kStart)->has_value());
  EXPECT_TRUE(attempts.begin("later", kRemote, kStart + seconds(60))->has_value());
}

TEST(KeyAttempts, Attack30AllHostsUnderOneNameHaveAHundredAndTwenty) {
  KeyAttempts attempts;
  const auto host = [](int i) {
    return Domain::parse("a" + std::to_string(i) + ".evil.example").value();
  };
  for (int i = 0; i < KeyAttempts::kMostPerSite; ++i) {
    EXPECT_TRUE(attempts.begin("k" + std::to_string(i), host(i), kStart)->has_value());
  }
  EXPECT_EQ(code_of(attempts.begin("one more", host(999), kStart)), Code::limited);
  EXPECT_TRUE(attempts.begin("elsewhere", kRemote, kStart)->has_value());
  EXPECT_TRUE(attempts.begin("later", host(999), kStart + seconds(60))->has_value());
}

TEST(KeyAttempts, EightAtATime) {
  KeyAttempts attempts;
  std::vector<KeyAttempts::Permit> held;
  held.reserve(KeyAttempts::kMostAtOnce);
  for (int i = 0; i < KeyAttempts::kMostAtOnce; ++i) {
    held.push_back(std::move(**attempts.begin("k" + std::to_string(i), kRemote, kStart)));
  }
  EXPECT_EQ(code_of(attempts.begin("k8", kRemote, kStart)), Code::limited);
  held.pop_back();
  EXPECT_TRUE(attempts.begin("k8", kRemote, kStart)->has_value());
}

TEST(KeyAttempts, WhoAsksForTheSameKeyWaitsForTheAnswer) {
  KeyAttempts attempts;
  auto first = attempts.begin("k", kRemote, kStart);
  std::vector<std::thread> askers;
  askers.reserve(4);
  std::atomic<int> told = 0;
  for (int i = 0; i < 4; ++i) {
    askers.emplace_back([&] {
      if (!attempts.begin("k", kRemote, kStart)->has_value()) ++told;
    });
  }
  first->reset();
  for (auto& asker : askers) asker.join();
  EXPECT_EQ(told, 4);
}

}  // namespace
}  // namespace hallway::test
