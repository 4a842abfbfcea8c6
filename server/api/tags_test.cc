#include "server/api/tags.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ApiTags : public ApiTest {};

TEST_F(ApiTags, AFollowedTagBringsItsPublicPostsHome) {
  post(bob_, {{"status", "green #Tea"}});
  EXPECT_THAT(done("GET", "/api/v1/timelines/home", alice_), IsEmpty());
  const auto tag = done("POST", "/api/v1/tags/TEA/follow", alice_);
  EXPECT_EQ(tag["name"], "tea");
  EXPECT_EQ(tag["following"], true);
  post(bob_, {{"status", "quiet #tea"}, {"visibility", "unlisted"}});
  post(bob_, {{"status", "coffee"}});
  EXPECT_EQ(done("GET", "/api/v1/timelines/home", alice_).size(), 1U);
  EXPECT_THAT(all(done("GET", "/api/v1/followed_tags", alice_), "name"), ElementsAre("tea"));
  EXPECT_EQ(done("POST", "/api/v1/tags/tea/unfollow", alice_)["following"], false);
  EXPECT_THAT(done("GET", "/api/v1/timelines/home", alice_), IsEmpty());
}

TEST_F(ApiTags, ItsHistoryCountsPeopleAndUsesByDay) {
  post(alice_, {{"status", "#tea"}});
  clock_.advance(hours(25));
  post(alice_, {{"status", "#tea"}});
  post(alice_, {{"status", "more #tea"}});
  post(bob_, {{"status", "#tea"}, {"visibility", "direct"}});
  const auto history = json(get("/api/v1/tags/tea"))["history"];
  ASSERT_EQ(history.size(), 7U);
  EXPECT_EQ(history[0]["uses"], "2");
  EXPECT_EQ(history[0]["accounts"], "1");
  EXPECT_EQ(history[1]["uses"], "1");
  EXPECT_EQ(history[2]["uses"], "0");
  EXPECT_EQ(std::stoll(history[0]["day"].get<std::string>()) % 86'400, 0);
}

TEST_F(ApiTags, OneIsFeaturedByItsName) {
  EXPECT_EQ(done("POST", "/api/v1/tags/tea/feature", alice_)["featuring"], true);
  EXPECT_EQ(done("GET", "/api/v1/tags/tea", alice_)["featuring"], true);
  EXPECT_EQ(done("GET", "/api/v1/tags/tea", bob_)["featuring"], false);
  EXPECT_EQ(done("POST", "/api/v1/tags/tea/unfeature", alice_)["featuring"], false);
  EXPECT_EQ(status("POST", "/api/v1/tags/%20/follow", alice_), 404);
  EXPECT_FALSE(json(get("/api/v1/tags/tea")).contains("following")) << "without a token";
}

TEST_F(ApiTags, ManyAreListedPageByPage) {
  for (const auto* tag : {"one", "two", "three"}) {
    done("POST", std::string("/api/v1/tags/") + tag + "/follow", alice_);
  }
  const auto first = call("GET", "/api/v1/followed_tags?limit=2", alice_);
  EXPECT_THAT(all(json(first), "name"), ElementsAre("three", "two"));
  const auto second = call("GET", next_of(first), alice_);
  EXPECT_THAT(all(json(second), "name"), ElementsAre("one"));
  EXPECT_EQ(next_of(second), "");
  const auto link = header(second, "Link");
  const auto back = link.substr(link.find("/api/"), link.find('>') - link.find("/api/"));
  const auto before = call("GET", back, alice_);
  EXPECT_THAT(all(json(before), "name"), ElementsAre("three", "two"));
  EXPECT_EQ(next_of(before), next_of(first));
  const auto top = call("GET", "/api/v1/followed_tags?min_id=9000000000000", alice_);
  EXPECT_EQ(json(top), Json::array());
  EXPECT_EQ(header(top, "Link"), "");
}

}  // namespace
}  // namespace hallway::test
