#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "server/demo_cast.h"
#include "server/demo_picture.h"
#include "webfinger/handle.h"

namespace hallway::demo {
namespace {

TEST(DemoCast, EverybodyIsSomewhereOnceUnderANameThatCanBe) {
  std::set<std::string_view> keys;
  std::vector<int> people(places().size());
  for (const auto& player : cast()) {
    EXPECT_TRUE(keys.insert(player.key).second) << player.key;
    EXPECT_TRUE(valid_local_name(player.key)) << player.key;
    ASSERT_LT(player.place, places().size());
    ++people[player.place];
  }
  for (const int count : people) EXPECT_EQ(count, 4);
}

// Whatever a line speaks of must exist when its turn comes.
TEST(DemoCast, EveryLineCanBePlayed) {
  std::set<std::string_view> written;
  std::vector<Line> lines(opening().begin(), opening().end());
  lines.insert(lines.end(), talk().begin(), talk().end());
  for (const auto& line : lines) {
    ASSERT_TRUE(find_player(line.who)) << line.who;
    if (line.deed == Deed::follow) {
      EXPECT_TRUE(find_player(line.what)) << line.what;
    }
    if (line.deed == Deed::like || line.deed == Deed::boost) {
      EXPECT_TRUE(written.contains(line.what)) << line.what;
    }
    if (line.deed == Deed::answer) {
      EXPECT_TRUE(written.contains(line.to)) << line.to;
    }
    if (line.deed == Deed::post || line.deed == Deed::answer) {
      EXPECT_TRUE(written.insert(line.what).second) << line.what;
      EXPECT_FALSE(line.text.empty());
    }
    EXPECT_EQ(line.picture.empty(), line.alt.empty()) << line.what;
    if (!line.picture.empty()) {
      EXPECT_FALSE(draw_picture(line.picture).empty()) << line.picture;
    }
    for (size_t at = 0; (at = line.text.find('{', at)) != std::string_view::npos; ++at) {
      const auto key = line.text.substr(at + 1, line.text.find('}', at) - at - 1);
      EXPECT_TRUE(find_player(key)) << key;
    }
  }
}

}  // namespace
}  // namespace hallway::demo
