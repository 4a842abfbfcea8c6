#include "server/api/custom_emojis.h"

#include <gmock/gmock.h>

#include "storage/own_emojis.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ApiCustomEmojis : public ApiTest {
 protected:
  void put(const OwnEmoji& emoji) {
    ASSERT_TRUE(
        node_->writer().apply([&](WriteTxn& txn) { return put_own_emoji(txn, emoji); }).ok());
  }
};

TEST_F(ApiCustomEmojis, ThoseThatMayBeWrittenAreToldToAnybody) {
  EXPECT_THAT(json(get("/api/v1/custom_emojis")), IsEmpty());
  const auto picture = node_->home().at("media/a.webp"), still = node_->home().at("media/b.png");
  put({.name = "tea", .url = picture, .still = still});
  put({.name = "cup", .category = "Tea", .url = picture, .still = still, .hidden = true});
  put({.name = "pot", .url = picture, .still = still, .disabled = true});
  const auto all = json(get("/api/v1/custom_emojis"));
  EXPECT_THAT(ApiTest::all(all, "shortcode"), ElementsAre("tea", "cup"));
  EXPECT_EQ(all[0]["url"], picture.text());
  EXPECT_EQ(all[0]["static_url"], still.text());
  EXPECT_EQ(all[0]["visible_in_picker"], true);
  EXPECT_TRUE(all[0]["category"].is_null());
  EXPECT_EQ(all[1]["visible_in_picker"], false);
  EXPECT_EQ(all[1]["category"], "Tea");
}

}  // namespace
}  // namespace hallway::test
