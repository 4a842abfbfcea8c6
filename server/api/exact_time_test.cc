#include "server/api/exact_time.h"

#include <gtest/gtest.h>

namespace hallway::api {
namespace {

TEST(ExactTime, HasThousandthsAlways) {
  EXPECT_EQ(exact_time(Time{1'795'612'315'000}), "2026-11-25T13:11:55.000Z");
  EXPECT_EQ(exact_time(Time{1'795'612'315'042}), "2026-11-25T13:11:55.042Z");
}

}  // namespace
}  // namespace hallway::api
