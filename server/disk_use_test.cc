#include "server/disk_use.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/node.h"

namespace hallway::test {
namespace {

class DiskUseOfNode : public NodeTest {
 protected:
  std::vector<DiskDay> known() { return list_disk_days(node_->read().value()); }
  void write_file(const std::string& folder, size_t bytes) {
    std::filesystem::create_directories(dir_.path() / folder);
    std::ofstream(dir_.path() / folder / "x") << std::string(bytes, 'x');
  }
};

TEST_F(DiskUseOfNode, IsToldByWhatItIsFor) {
  write_file("media", 3'000);
  write_file("cache", 5'000);
  const auto use = disk_use(dir_.path());
  EXPECT_EQ(use.media, 3'000U);
  EXPECT_EQ(use.cache, 5'000U);
  EXPECT_GT(use.store, 0U);
  EXPECT_GT(use.free, 0U);
  EXPECT_EQ(use.used(), use.store + use.search + 8'000);
}

TEST_F(DiskUseOfNode, IsKeptOnceADay) {
  ASSERT_TRUE(note_disk_day(*node_).ok());
  write_file("media", 3'000);
  ASSERT_TRUE(note_disk_day(*node_).ok());
  ASSERT_EQ(known().size(), 1U);
  EXPECT_EQ(known()[0].use.media, 0U);
  clock_.advance(days(1));
  ASSERT_TRUE(node_->keep_house().ok());
  ASSERT_EQ(known().size(), 2U);
  EXPECT_EQ(known()[1].use.media, 3'000U);
  EXPECT_EQ(known()[1].day, known()[0].day + 1);
  EXPECT_EQ(known()[1].begin().ms % days(1).ms, 0);
}

TEST_F(DiskUseOfNode, OfAClockThatWasAheadNothingStays) {
  clock_.advance(days(9));
  ASSERT_TRUE(note_disk_day(*node_).ok());
  clock_.advance(days(-9));
  ASSERT_TRUE(note_disk_day(*node_).ok());
  ASSERT_EQ(known().size(), 1U);
  EXPECT_EQ(known()[0].day, clock_.now().ms / days(1).ms);
}

std::vector<DiskDay> growing_by(uint64_t bytes, int64_t count) {
  std::vector<DiskDay> all;
  for (int64_t day = 0; day < count; ++day) {
    all.push_back(
        {.day = 20'000 + day, .use = {.store = 1'000'000 + bytes * static_cast<uint64_t>(day)}});
  }
  return all;
}

TEST(DiskForecast, FollowsTheLineOfTheLastDays) {
  EXPECT_NEAR(days_until_full(growing_by(1'000, 10), 50'000).value_or(0), 50, 0.01);
  EXPECT_NEAR(days_until_full(growing_by(1'000, 90), 50'000).value_or(0), 50, 0.01);
  auto gaps = growing_by(1'000, 10);
  gaps.erase(gaps.begin() + 2, gaps.begin() + 7);
  EXPECT_NEAR(days_until_full(gaps, 50'000).value_or(0), 50, 0.01)
      << "days on which it stood still";
}

TEST(DiskForecast, SaysNothingWhereNothingGrowsOrIsKnown) {
  EXPECT_FALSE(days_until_full({}, 50'000));
  EXPECT_FALSE(days_until_full(growing_by(1'000, 2), 50'000));
  EXPECT_FALSE(days_until_full(growing_by(0, 30), 50'000));
  auto shrinking = growing_by(1'000, 30);
  for (auto& one : shrinking) one.day = -one.day;
  EXPECT_FALSE(days_until_full(shrinking, 50'000));
}

}  // namespace
}  // namespace hallway::test
