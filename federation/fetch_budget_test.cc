#include "federation/fetch_budget.h"

#include <gtest/gtest.h>

#include "tests/support/store.h"

namespace hallway::test {
namespace {

constexpr Time kBegin{1'795'611'600'000};

TEST(FetchBudget, ASiteIsTheNameThatSomebodyHolds) {
  const std::pair<const char*, const char*> kCases[] = {
      {"evil.example", "evil.example"},
      {"a1.evil.example", "evil.example"},
      {"x.y.a2.evil.example:8443", "evil.example"},
      {"www.shop.co.uk", "shop.co.uk"},
      {"shop.co.uk", "shop.co.uk"},
      {"co.uk", "co.uk"},
      {"a.b.social", "b.social"},
      {"localhost", "localhost"},
      {"127.0.54.1:4711", "127.0.54.1"},
      {"[2001:db8::1]:80", "2001:db8::1"},
  };
  for (const auto& [host, site] : kCases) EXPECT_EQ(site_of(domain(host)), site) << host;
}

TEST(FetchBudget, Attack30AWildcardOfHostsHasOneBudget) {
  FetchBudget budget;
  for (int i = 0; i < FetchBudget::kMostPerSite; ++i) {
    const auto host = domain("a" + std::to_string(i) + ".evil.example");
    EXPECT_EQ(budget.wait(host, Id{}, kBegin + seconds(10)), Duration{}) << i;
  }
  EXPECT_EQ(budget.wait(domain("b.evil.example"), Id{}, kBegin + seconds(15)), seconds(55));
  EXPECT_EQ(budget.wait(domain("good.example"), Id{}, kBegin + seconds(15)), Duration{});
  EXPECT_EQ(budget.wait(domain("b.evil.example"), Id{}, kBegin + seconds(70)), Duration{});
}

TEST(FetchBudget, NobodyWaitsUntilAClockThatWasAheadIsReachedAgain) {
  FetchBudget budget;
  const auto host = domain("a.example");
  while (budget.wait(host, Id{}, kBegin + days(365)).ms == 0) {
  }
  EXPECT_EQ(budget.wait(host, Id{}, kBegin), Duration{});
}

TEST(FetchBudget, AThreadIsFetchedSoManyAMinuteWhereverItsPostsAre) {
  FetchBudget budget;
  for (int i = 0; i < FetchBudget::kMostPerThread; ++i) {
    EXPECT_EQ(budget.wait(domain("h" + std::to_string(i) + "x.example"), Id{7}, kBegin),
              Duration{});
  }
  EXPECT_EQ(budget.wait(domain("other.example"), Id{7}, kBegin), minutes(1));
  EXPECT_EQ(budget.wait(domain("other.example"), Id{8}, kBegin), Duration{});
  EXPECT_EQ(budget.wait(domain("other.example"), Id{7}, kBegin + minutes(1)), Duration{});
}

TEST(FetchBudget, AThreadAsksForSoMuchAnHour) {
  FetchBudget budget;
  EXPECT_EQ(budget.grant(Id{7}, 250, kBegin), 250U);
  EXPECT_EQ(budget.grant(Id{7}, 100, kBegin), 50U);
  EXPECT_EQ(budget.grant(Id{7}, 100, kBegin + minutes(59)), 0U);
  EXPECT_EQ(budget.grant(Id{8}, 100, kBegin), 100U);
  EXPECT_EQ(budget.grant(Id{7}, 100, kBegin + minutes(60)), 100U);
}

TEST(FetchBudget, Attack30WhatASiteOnlyTellsOfIsWorthSoMuchAnHour) {
  FetchBudget budget;
  for (size_t i = 0; i < FetchBudget::kMostHeard; ++i) {
    EXPECT_TRUE(budget.hear(domain("a" + std::to_string(i) + ".evil.example"), kBegin)) << i;
  }
  EXPECT_FALSE(budget.hear(domain("b.evil.example"), kBegin + minutes(59)));
  EXPECT_TRUE(budget.hear(domain("good.example"), kBegin));
  EXPECT_TRUE(budget.hear(domain("b.evil.example"), kBegin + minutes(60)));
}

}  // namespace
}  // namespace hallway::test
