#include "server/api/topics.h"

#include <gmock/gmock.h>

#include "server/topic_watch.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr auto kTopics = "/api/hallway/v1/topics";

class ApiTopics : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    carol_ = person("carol");
    dave_ = person("dave");
  }
  std::string say(const std::string& token, const std::string& text) {
    return post(token, {{"status", text}, {"visibility", "public"}});
  }
  Json ask(const std::string& path, const std::string& token) {
    EXPECT_TRUE(node_->indexer().catch_up().ok());
    EXPECT_TRUE(node_->topic_watch().look().ok());
    return done("GET", path, token);
  }
  std::string carol_, dave_;
};

TEST_F(ApiTopics, ATopicTellsWhatIsSaidOfItWhoKnowsAndWhatIsOpen) {
  for (int i = 0; i < 20; ++i) say(dave_, "Nothing about that");
  const auto shown = say(bob_, "The #kiln cracks when the #glaze is wet");
  say(carol_, "Our #kiln and its #glaze");
  const auto question = post(
      carol_, {{"status", "Who fires the #kiln on Sunday?"}, {"hallway", {{"question", true}}}});
  done("POST", "/api/v1/tags/kiln/follow", alice_);
  done("POST", "/api/v1/tags/kiln/follow", dave_);
  const auto topic = ask(std::string(kTopics) + "/Kiln", alice_);
  EXPECT_EQ(topic["name"], "kiln");
  EXPECT_EQ(topic["url"], "https://design.example/tags/kiln");
  EXPECT_EQ(topic["recurring"], false);
  EXPECT_EQ(topic["following"], true);
  EXPECT_EQ(topic["followers_count"], 2);
  EXPECT_EQ(topic["posts_last_week"], 3);
  EXPECT_EQ(topic["people_last_week"], 2);
  ASSERT_EQ(topic["related"].size(), 1U);
  EXPECT_EQ(topic["related"][0]["name"], "glaze");
  EXPECT_THAT(all(topic["people"], "acct"), ::testing::UnorderedElementsAre("bob", "carol"));
  for (const auto& one : topic["people"]) {
    if (one["acct"] == "bob") {
      EXPECT_EQ(one["evidence"][0]["status"]["id"], shown);
    }
    EXPECT_EQ(one["evidence"].size(), 1U) << "a question shows no knowledge";
  }
  EXPECT_THAT(all(topic["open_questions"], "id"), ElementsAre(question));
  const std::string posts = topic["posts"];
  EXPECT_EQ(posts, "https://design.example/api/v1/timelines/tag/kiln");
  EXPECT_EQ(done("GET", posts.substr(std::string("https://design.example").size()), alice_).size(),
            3U);
}

TEST_F(ApiTopics, WhatNobodyUsesYetIsATopicWithNothingInIt) {
  const auto topic = ask(std::string(kTopics) + "/nobody", alice_);
  EXPECT_EQ(topic["posts_last_week"], 0);
  EXPECT_EQ(topic["followers_count"], 0);
  for (const auto* list : {"related", "people", "open_questions"}) {
    EXPECT_EQ(topic[list], Json::array()) << list;
  }
}

TEST_F(ApiTopics, WordsThatRecurAreTopicsWithoutATag) {
  for (const auto& token : {bob_, carol_, dave_}) say(token, "The tunnel kiln is out");
  const auto question =
      post(bob_, {{"status", "Who repairs a tunnel kiln?"}, {"hallway", {{"question", true}}}});
  const auto topics = ask(kTopics, alice_);
  EXPECT_EQ(topics["trending"], Json::array());
  EXPECT_THAT(all(topics["recurring"], "name"), ElementsAre("tunnel kiln"));
  const auto topic = ask(std::string(kTopics) + "/tunnel%20kiln", alice_);
  EXPECT_EQ(topic["recurring"], true);
  EXPECT_EQ(topic["url"], nullptr);
  EXPECT_EQ(topic["following"], false);
  EXPECT_EQ(topic["posts_last_week"], 4);
  EXPECT_THAT(all(topic["open_questions"], "id"), ElementsAre(question));
  const std::string posts = topic["posts"];
  const auto found =
      done("GET", posts.substr(std::string("https://design.example").size()), alice_);
  EXPECT_EQ(found["statuses"].size(), 4U);
  EXPECT_EQ(status("GET", std::string(kTopics) + "/no%20such%20words", alice_), 404);
}

TEST_F(ApiTopics, TheListHasWhatIFollowAndWhatTrends) {
  done("POST", "/api/v1/tags/quiet/follow", alice_);
  for (const auto& token : {bob_, carol_}) say(token, "#glaze");
  const auto topics = ask(kTopics, alice_);
  EXPECT_THAT(all(topics["followed"], "name"), ElementsAre("quiet"));
  EXPECT_EQ(topics["followed"][0]["posts_last_week"], 0);
  EXPECT_THAT(all(topics["trending"], "name"), ElementsAre("glaze"));
  EXPECT_EQ(topics["trending"][0]["people_last_week"], 2);
  EXPECT_EQ(ask(std::string(kTopics) + "?limit=1", bob_)["trending"].size(), 1U);
}

TEST_F(ApiTopics, NewVoicesAreNamedWithTopicAndPosts) {
  done("POST", "/api/v1/tags/kiln/follow", alice_);
  const auto id = say(bob_, "My #kiln is cold");
  for (const auto& token : {carol_, dave_}) {
    done("POST", "/api/v1/statuses/" + id + "/favourite", token);
  }
  const auto voices = ask("/api/hallway/v1/trends/people", alice_);
  ASSERT_EQ(voices.size(), 1U);
  EXPECT_EQ(voices[0]["account"]["acct"], "bob");
  EXPECT_EQ(voices[0]["topic"]["name"], "kiln");
  EXPECT_THAT(all(voices[0]["statuses"], "id"), ElementsAre(id));
  done("POST", "/api/v1/accounts/" + id_of("bob") + "/follow", alice_);
  EXPECT_EQ(ask("/api/hallway/v1/trends/people", alice_), Json::array());
}

TEST_F(ApiTopics, NobodyIsToldWithoutAToken) {
  for (const auto* path :
       {"/api/hallway/v1/topics", "/api/hallway/v1/topics/kiln", "/api/hallway/v1/trends/people"}) {
    EXPECT_EQ(get(path).status, 401) << path;
  }
  const auto narrow = person("erin", "write");
  EXPECT_EQ(status("GET", kTopics, narrow), 403);
}

}  // namespace
}  // namespace hallway::test
