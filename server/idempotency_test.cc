#include "server/idempotency.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

namespace hallway {
namespace {

constexpr Id kFirst{1}, kSecond{2};
constexpr Time kSentAt{1'795'612'315'000};

// The turn of one request, which makes `made` unless that was done before.
std::optional<Id> run(Idempotency& keys, Id account, const std::string& key, Id made,
                      Time now = kSentAt) {
  auto turn = keys.begin(account, key, now);
  const auto before = turn.made();
  if (!before) turn.keep(made, now);
  return before;
}

TEST(Idempotency, WhatWasMadeIsTheAnswerForAnHour) {
  Idempotency keys;
  EXPECT_EQ(run(keys, kFirst, "k", Id{7}), std::nullopt);
  EXPECT_EQ(run(keys, kFirst, "k", Id{8}), Id{7});
  EXPECT_EQ(run(keys, kFirst, "k", Id{8}, kSentAt + hours(1) - milliseconds(1)), Id{7});
  EXPECT_EQ(run(keys, kFirst, "k", Id{8}, kSentAt + hours(1)), std::nullopt);
  EXPECT_EQ(run(keys, kFirst, "k", Id{9}, kSentAt + hours(2) - milliseconds(1)), Id{8});
}

TEST(Idempotency, WhatWasMadeOnAClockThatWasAheadIsNoAnswer) {
  Idempotency keys;
  run(keys, kFirst, "k", Id{7}, kSentAt + days(365));
  EXPECT_EQ(run(keys, kFirst, "k", Id{8}), std::nullopt);
}

TEST(Idempotency, KeysAndAccountsAreApart) {
  Idempotency keys;
  run(keys, kFirst, "k", Id{7});
  EXPECT_EQ(run(keys, kFirst, "l", Id{8}), std::nullopt);
  EXPECT_EQ(run(keys, kSecond, "k", Id{9}), std::nullopt);
  EXPECT_EQ(run(keys, kFirst, "k", Id{10}), Id{7});
}

TEST(Idempotency, ATurnThatMadeNothingLetsTheNextTry) {
  Idempotency keys;
  { const auto failed = keys.begin(kFirst, "k", kSentAt); }
  EXPECT_EQ(run(keys, kFirst, "k", Id{7}), std::nullopt);
}

TEST(Idempotency, OfManyAtOnceOneMakesSomething) {
  constexpr int kRequests = 16;
  Idempotency keys;
  for (int round = 0; round < 50; ++round) {
    const auto key = std::to_string(round);
    std::latch start(kRequests);
    std::atomic<int> makers = 0;
    std::atomic<uint64_t> maker = 0;
    {
      std::vector<std::jthread> requests;
      requests.reserve(kRequests);
      for (int i = 1; i <= kRequests; ++i) {
        requests.emplace_back([&, i] {
          start.arrive_and_wait();
          const Id mine{static_cast<uint64_t>(i)};
          if (run(keys, kFirst, key, mine)) return;
          ++makers;
          maker = mine.value;
        });
      }
    }
    EXPECT_EQ(makers, 1);
    EXPECT_EQ(run(keys, kFirst, key, Id{99}), Id{maker});
  }
}

TEST(Idempotency, ATurnOfAnotherKeyIsNotWaitedFor) {
  Idempotency keys;
  const auto long_one = keys.begin(kFirst, "k", kSentAt);
  EXPECT_EQ(run(keys, kFirst, "l", Id{8}), std::nullopt);
  EXPECT_EQ(run(keys, kSecond, "k", Id{9}), std::nullopt);
}

TEST(Idempotency, ManyKeysAreForgottenBeforeTheyFillTheMemory) {
  Idempotency keys;
  const auto held = keys.begin(kFirst, "held", kSentAt);
  for (uint64_t i = 1; i <= 100'000; ++i) run(keys, kSecond, std::to_string(i), Id{i});
  EXPECT_EQ(run(keys, kSecond, "1", Id{7}), std::nullopt) << "the oldest made room";
}

}  // namespace
}  // namespace hallway
