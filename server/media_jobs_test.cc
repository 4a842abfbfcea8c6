#include "server/media_jobs.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace hallway {
namespace {

TEST(MediaJobs, RunTwoAtATimeAndTheOthersInTurn) {
  MediaJobs jobs;
  std::atomic<int> running = 0, most = 0, done = 0;
  {
    std::vector<std::jthread> threads;
    threads.reserve(8);
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        const auto turn = jobs.begin();
        if (!turn.ok()) return;
        const int now = ++running;
        for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
        }
        std::this_thread::yield();
        --running;
        ++done;
      });
    }
  }
  EXPECT_EQ(done, 8);
  EXPECT_LE(most, 2);
}

TEST(MediaJobs, ThatWouldWaitTooLongAreRefused) {
  MediaJobs jobs;
  std::atomic<int> refused = 0, done = 0;
  std::vector<std::jthread> threads;
  {
    auto first = jobs.begin();
    auto second = jobs.begin();
    ASSERT_TRUE(first.ok() && second.ok());
    for (int i = 0; i < 9; ++i) {
      threads.emplace_back([&] { jobs.begin().ok() ? ++done : ++refused; });
    }
    while (refused == 0) std::this_thread::yield();  // the ninth finds eight who wait
  }
  threads.clear();
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(done, 8);
}

}  // namespace
}  // namespace hallway
