#include "server/api/custom_emojis.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

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

TEST_F(ApiCustomEmojis, WhereverOneStandsThePictureThatDoesNotMoveIsToldToo) {
  const auto picture = node_->home().at("media/a.webp"), still = node_->home().at("media/b.png");
  put({.name = "tea", .url = picture, .still = still});
  const auto post = done("POST", "/api/v1/statuses", alice_, {{"status", ":tea:?"}});
  ASSERT_THAT(post["emojis"], SizeIs(1));
  EXPECT_EQ(post["emojis"][0]["url"], picture.text());
  EXPECT_EQ(post["emojis"][0]["static_url"], still.text());
  const auto at = "/api/v1/pleroma/statuses/" + post["id"].get<std::string>() + "/reactions";
  const auto reactions = done("PUT", at + "/tea", bob_)["reactions"];
  ASSERT_THAT(reactions, SizeIs(1));
  EXPECT_EQ(reactions[0]["url"], picture.text());
  EXPECT_EQ(reactions[0]["static_url"], still.text());
  ASSERT_TRUE(
      node_->writer().apply([&](WriteTxn& txn) { return erase_own_emoji(txn, "tea"); }).ok());
  EXPECT_EQ(json(get(at, bearer(bob_)))[0]["static_url"], picture.text());
}

}  // namespace
}  // namespace hallway::test
