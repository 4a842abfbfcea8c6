#include "server/media/blurhash.h"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

namespace hallway {
namespace {

using Paint = std::function<std::vector<int>(int x, int y)>;

std::vector<uint8_t> painted(int width, int height, const Paint& paint) {
  std::vector<uint8_t> rgb;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (const int channel : paint(x, y)) rgb.push_back(static_cast<uint8_t>(channel));
    }
  }
  return rgb;
}

// What the encoder of the npm package "blurhash" 2.0.5 makes of the same pixels, once it takes the
// largest amplitude of either sign, as the one in C does.
TEST(Blurhash, IsWhatOthersMakeOfTheSamePicture) {
  struct Case {
    int width, height;
    Paint paint;
    BlurhashWaves waves;
    const char* hash;
  };
  const Case cases[] = {
      {8,
       6,
       [](int, int) {
         return std::vector{0, 0, 0};
       },
       {4, 3},
       "L00000fQfQfQfQfQfQfQfQfQfQfQ"},
      {32,
       24,
       [](int x, int y) {
         return std::vector{x * 8, y * 10, (x + y) * 4};
       },
       {4, 3},
       "LxH27b2kwzX5mAWYjuf7gKfkfQfj"},
      {16,
       16,
       [](int x, int y) {
         return ((x >> 2) + (y >> 2)) % 2 ? std::vector{255, 0, 0} : std::vector{0, 0, 255};
       },
       {4, 4},
       "UfLjfLw$fQw$w$JqfQFPfQfQfQfQw$FPfQ2N"},
      {9,
       31,
       [](int x, int y) {
         return std::vector{(x * 29) % 256, (y * 8) % 256, (x * y) % 256};
       },
       {3, 5},
       "ctGSF_32o2l@V}fPgLfhfRnjWXfQf6fQfQ"},
      {1,
       1,
       [](int, int) {
         return std::vector{12, 200, 99};
       },
       {1, 1},
       "001coC"},
  };
  for (const auto& one : cases) {
    const auto rgb = painted(one.width, one.height, one.paint);
    EXPECT_EQ(blurhash_of(rgb, static_cast<size_t>(one.width), static_cast<size_t>(one.height),
                          one.waves),
              one.hash);
  }
}

TEST(Blurhash, IsEmptyWhereTheFiguresDoNotFitEachOther) {
  const std::vector<uint8_t> rgb(12);
  EXPECT_EQ(blurhash_of(rgb, 2, 2, {4, 3}).size(), 28U);
  EXPECT_EQ(blurhash_of(rgb, 2, 3, {4, 3}), "");
  EXPECT_EQ(blurhash_of({}, 0, 0, {4, 3}), "");
  EXPECT_EQ(blurhash_of(rgb, 2, 2, {0, 3}), "");
  EXPECT_EQ(blurhash_of(rgb, 2, 2, {4, 10}), "");
}

TEST(Blurhash, HasMoreWavesAlongTheLongerSide) {
  const auto ways = [](size_t width, size_t height) {
    const auto waves = waves_for(width, height);
    return std::pair(waves.across, waves.down);
  };
  EXPECT_EQ(ways(32, 24), std::pair(4, 3));
  EXPECT_EQ(ways(24, 32), std::pair(3, 4));
  EXPECT_EQ(ways(32, 4), std::pair(5, 2));
  EXPECT_EQ(ways(4, 32), std::pair(2, 5));
}

}  // namespace
}  // namespace hallway
