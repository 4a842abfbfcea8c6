#include "server/api/kept_posts.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class KeptPosts : public ApiTest {
 protected:
  void mark(const std::string& id, const std::string& how) {
    EXPECT_EQ(status("POST", "/api/v1/statuses/" + id + "/" + how, bob_), 200);
  }
};

TEST_F(KeptPosts, BookmarksAreFoundAgainLatestMarkFirst) {
  std::vector<std::string> ids;
  for (const auto* text : {"one", "two", "three"}) ids.push_back(post(alice_, {{"status", text}}));
  for (const int n : {1, 0, 2}) mark(ids[static_cast<size_t>(n)], "bookmark");
  mark(ids[1], "bookmark");
  EXPECT_THAT(texts(done("GET", "/api/v1/bookmarks", bob_)),
              ElementsAre("<p>three</p>", "<p>one</p>", "<p>two</p>"));
  EXPECT_EQ(done("GET", "/api/v1/statuses/" + ids[0], bob_)["bookmarked"], true);
  EXPECT_EQ(done("GET", "/api/v1/statuses/" + ids[0], alice_)["bookmarked"], false)
      << "nobody else learns of it";
  EXPECT_THAT(done("GET", "/api/v1/bookmarks", alice_), IsEmpty());
  EXPECT_EQ(done("POST", "/api/v1/statuses/" + ids[0] + "/unbookmark", bob_)["bookmarked"], false);
  EXPECT_THAT(texts(done("GET", "/api/v1/bookmarks", bob_)),
              ElementsAre("<p>three</p>", "<p>two</p>"));
}

TEST_F(KeptPosts, BothListsAreReadPageByPageBothWays) {
  for (const std::string how : {"bookmark", "favourite"}) {
    const std::string path = how == "bookmark" ? "/api/v1/bookmarks" : "/api/v1/favourites";
    for (const auto* text : {"a", "b", "c"}) mark(post(alice_, {{"status", text}}), how);
    const auto first = call("GET", path + "?limit=2", bob_);
    EXPECT_THAT(texts(json(first)), ElementsAre("<p>c</p>", "<p>b</p>"));
    const auto second = call("GET", next_of(first), bob_);
    EXPECT_THAT(texts(json(second)), ElementsAre("<p>a</p>"));
    const auto last = call("GET", next_of(second), bob_);
    EXPECT_THAT(json(last), IsEmpty());
    EXPECT_EQ(header(last, "Link"), "");
    const auto min = header(second, "Link");
    const auto at = min.find("min_id=") + 7;
    const auto back = path + "?limit=1&min_id=" + min.substr(at, min.find('>', at) - at);
    EXPECT_THAT(texts(done("GET", back, bob_)), ElementsAre("<p>b</p>")) << "the nearest above";
  }
}

TEST_F(KeptPosts, WhatOneMayNoLongerSeeIsNotAmongThem) {
  const auto alice = id_of("alice");
  call("POST", "/api/v1/accounts/" + alice + "/follow", bob_);
  const auto hidden = post(alice_, {{"status", "for followers"}, {"visibility", "private"}});
  mark(hidden, "bookmark");
  EXPECT_THAT(all(done("GET", "/api/v1/bookmarks", bob_), "id"), ElementsAre(hidden));
  call("POST", "/api/v1/accounts/" + alice + "/unfollow", bob_);
  EXPECT_THAT(done("GET", "/api/v1/bookmarks", bob_), IsEmpty());
  EXPECT_EQ(status("POST", "/api/v1/statuses/" + hidden + "/bookmark", bob_), 404);
}

TEST_F(KeptPosts, EachNeedsItsScope) {
  const auto narrow = person("carol", "read:statuses write:statuses");
  const auto id = post(alice_, {{"status", "x"}});
  EXPECT_EQ(status("GET", "/api/v1/bookmarks", narrow), 403);
  EXPECT_EQ(status("POST", "/api/v1/statuses/" + id + "/bookmark", narrow), 403);
  EXPECT_EQ(get("/api/v1/bookmarks").status, 401);
}

}  // namespace
}  // namespace hallway::test
