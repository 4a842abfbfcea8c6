#include "server/priority.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

namespace hallway::test {
namespace {

int niceness() { return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid())); }

TEST(Priority, OneThreadGivesWayAndNoOther) {
  const int before = niceness();
  int once = 0, twice = 0, last = 0;
  std::thread([&] {
    give_way(kAfterTheWriter);
    once = niceness();
    give_way(1);
    twice = niceness();
    give_way(kLast);
    last = niceness();
  }).join();
  EXPECT_EQ(once, std::min(before + kAfterTheWriter, kLast));
  EXPECT_EQ(twice, std::min(once + 1, kLast));
  EXPECT_EQ(last, kLast);
  EXPECT_EQ(niceness(), before);
}

}  // namespace
}  // namespace hallway::test
