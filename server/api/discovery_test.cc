#include "server/api/discovery.h"

#include <gmock/gmock.h>

#include "server/topic_watch.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;

class ApiDiscovery : public ApiTest {
 protected:
  static std::vector<std::string> names(const Json& accounts) {
    std::vector<std::string> out;
    for (const auto& one : accounts) out.push_back(one.value("acct", ""));
    return out;
  }
  // What people wrote so far counts from here on.
  void look() { EXPECT_TRUE(node_->topic_watch().look().ok()); }
};

TEST_F(ApiDiscovery, TheDirectoryListsPeopleInTheOrderAskedFor) {
  post(alice_, {{"status", "x"}});
  EXPECT_THAT(names(json(get("/api/v1/directory"))), ElementsAre("alice", "bob"));
  EXPECT_THAT(names(json(get("/api/v1/directory?order=new"))), ElementsAre("bob", "alice"));
  EXPECT_THAT(names(json(get("/api/v1/directory?offset=1&limit=5"))), ElementsAre("bob"));
  EXPECT_EQ(get("/api/v1/directory?order=old").status, 422);
  EXPECT_EQ(json(get("/api/v1/directory?offset=99999999999")), Json::array());
}

TEST_F(ApiDiscovery, SuggestionsSayWhyAndAreDeclined) {
  const auto told = json(get("/api/v2/suggestions", bearer(alice_)));
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0]["source"], "global");
  EXPECT_EQ(told[0]["sources"], Json::array({"most_followed"}));
  EXPECT_EQ(told[0]["account"]["acct"], "bob");
  EXPECT_THAT(names(json(get("/api/v1/suggestions", bearer(alice_)))), ElementsAre("bob"));
  EXPECT_EQ(call("DELETE", "/api/v1/suggestions/" + id_of("bob"), alice_).body, "{}");
  EXPECT_EQ(json(get("/api/v2/suggestions", bearer(alice_))), Json::array());
  EXPECT_EQ(call("DELETE", "/api/v1/suggestions/12", alice_).status, 404);
  EXPECT_EQ(get("/api/v2/suggestions").status, 401);
}

TEST_F(ApiDiscovery, TrendsHaveTheirHistoryAndArePaged) {
  for (const auto& token : {alice_, bob_}) {
    for (const auto* text : {"#tea #cake", "#tea"}) {
      post(token, {{"status", text}, {"visibility", "public"}});
    }
  }
  look();
  const auto tags = json(get("/api/v1/trends/tags"));
  ASSERT_EQ(tags.size(), 2U);
  EXPECT_EQ(tags[0]["name"], "tea");
  EXPECT_EQ(tags[0]["url"], "https://design.example/tags/tea");
  ASSERT_EQ(tags[0]["history"].size(), 7U);
  EXPECT_EQ(tags[0]["history"][0]["uses"], "4");
  EXPECT_EQ(tags[0]["history"][0]["accounts"], "2");
  EXPECT_EQ(json(get("/api/v1/trends/tags?offset=1&limit=1")).at(0), tags[1]);
  EXPECT_EQ(json(get("/api/v1/trends/tags?offset=2")), Json::array());
  EXPECT_EQ(json(get("/api/v1/trends")), tags) << "as it was once called";
  EXPECT_EQ(json(get("/api/v1/trends/links")), Json::array());
}

TEST_F(ApiDiscovery, APostThatTwoPeopleLikedOrBoostedTrends) {
  const auto id = post(alice_, {{"status", "good news"}, {"visibility", "public"}});
  const auto carol = person("carol");
  EXPECT_EQ(json(get("/api/v1/trends/statuses")), Json::array());
  call("POST", "/api/v1/statuses/" + id + "/favourite", bob_);
  call("POST", "/api/v1/statuses/" + id + "/reblog", carol);
  look();
  const auto told = json(get("/api/v1/trends/statuses", bearer(bob_)));
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0]["id"], id);
  EXPECT_EQ(told[0]["favourited"], true);
}

}  // namespace
}  // namespace hallway::test
