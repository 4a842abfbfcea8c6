// Polls through the client API and the page: published, voted in, closed.
#include <gmock/gmock.h>

#include "server/api/exact_time.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class ApiPolls : public ApiTest {
 protected:
  Json ask(const Json& poll) {
    return json(call("POST", "/api/v1/statuses", alice_, {{"status", "Which?"}, {"poll", poll}}));
  }
  Json ask() { return ask({{"options", {"Steel", "Brass"}}, {"expires_in", 3600}}); }
  Response vote(const std::string& token, const Json& poll, const Json& choices) {
    return call("POST", path_of(poll) + "/votes", token, {{"choices", choices}});
  }
  static std::string path_of(const Json& poll) {
    return "/api/v1/polls/" + poll["id"].get<std::string>();
  }
};

TEST_F(ApiPolls, APollHasEveryMemberOfItsShape) {
  const auto status = ask();
  const auto& poll = status["poll"];
  for (const auto* member : {"id", "expires_at", "expired", "multiple", "votes_count",
                             "voters_count", "options", "emojis", "voted", "own_votes"}) {
    EXPECT_TRUE(poll.contains(member)) << member;
  }
  EXPECT_EQ(poll["id"], status["id"]);
  EXPECT_EQ(poll["options"][1], Json({{"title", "Brass"}, {"votes_count", 0}}));
  EXPECT_EQ(poll["expired"], false);
  EXPECT_EQ(poll["voters_count"], 0);
  EXPECT_EQ(poll["expires_at"], api::exact_time(node_->now() + hours(1)));
  EXPECT_FALSE(json(get(path_of(poll))).contains("voted")) << "nobody asks";
  EXPECT_TRUE(
      ask({{"options", {"a", "b"}}, {"expires_in", 300}, {"multiple", true}})["poll"]["multiple"]);
}

TEST_F(ApiPolls, AVoteIsCountedAndShown) {
  const auto poll = ask()["poll"];
  const auto voted = json(vote(bob_, poll, {1}));
  EXPECT_EQ(voted["votes_count"], 1);
  EXPECT_EQ(voted["voters_count"], 1);
  EXPECT_EQ(voted["voted"], true);
  EXPECT_EQ(voted["own_votes"], Json::array({1}));
  const auto seen_by_alice = json(get(path_of(poll), bearer(alice_)));
  EXPECT_EQ(seen_by_alice["options"][1]["votes_count"], 1);
  EXPECT_EQ(seen_by_alice["own_votes"], Json::array());
}

TEST_F(ApiPolls, WhatCannotBeIs422AndLeavesThePollAsItWas) {
  const auto poll = ask()["poll"];
  for (const Json& choices : {Json::array(), Json::array({2}), Json::array({0, 1}),
                              Json::array({"x"}), Json::array({-1}), Json::array({"0x1"})}) {
    EXPECT_EQ(vote(bob_, poll, choices).status, 422) << choices;
  }
  EXPECT_EQ(vote(alice_, poll, {0}).status, 422) << "their own";
  EXPECT_EQ(vote("", poll, {0}).status, 401);
  EXPECT_EQ(call("POST", "/api/v1/polls/404/votes", bob_, {{"choices", {0}}}).status, 404);
  EXPECT_EQ(json(get(path_of(poll)))["votes_count"], 0);
  EXPECT_EQ(vote(bob_, poll, {0}).status, 200);
  EXPECT_EQ(vote(bob_, poll, {0}).status, 422) << "again";
}

TEST_F(ApiPolls, APollThatCannotBeIs422) {
  for (const Json& poll :
       {Json{{"options", {"a"}}, {"expires_in", 300}}, Json{{"options", {"a", "b"}}},
        Json{{"options", {"a", "b"}}, {"expires_in", 5}},
        Json{{"options", {"a", "b"}}, {"expires_in", "soon"}},
        Json{{"options", {"a", "b"}}, {"expires_in", "99999999999999999999"}},
        Json{{"options", {"a", "b"}}, {"expires_in", 300}, {"hide_totals", true}}}) {
    EXPECT_EQ(
        call("POST", "/api/v1/statuses", alice_, {{"status", "Which?"}, {"poll", poll}}).status,
        422)
        << poll;
  }
}

TEST_F(ApiPolls, APollOfFewIsForFew) {
  const auto poll = json(call("POST", "/api/v1/statuses", alice_,
                              {{"status", "Which?"},
                               {"visibility", "private"},
                               {"poll", {{"options", {"a", "b"}}, {"expires_in", 300}}}}))["poll"];
  EXPECT_EQ(get(path_of(poll), bearer(bob_)).status, 404);
  EXPECT_EQ(vote(bob_, poll, {0}).status, 404);
  EXPECT_EQ(get(path_of(poll)).status, 404);
}

TEST_F(ApiPolls, AnEndIsShownAndToldToWhoAskedAndWhoVoted) {
  const auto poll = ask()["poll"];
  vote(bob_, poll, {0});
  clock_.advance(hours(1));
  EXPECT_EQ(json(get(path_of(poll)))["expired"], true) << "also before the house is kept";
  EXPECT_TRUE(node_->keep_house().ok());
  for (const auto& token : {alice_, bob_}) {
    const auto news = json(get("/api/v1/notifications?types[]=poll", bearer(token)));
    ASSERT_EQ(news.size(), 1U);
    EXPECT_EQ(news[0]["type"], "poll");
    EXPECT_EQ(news[0]["status"]["poll"]["expired"], true);
  }
}

TEST_F(ApiPolls, AnEditKeepsThePoll) {
  const auto status = ask();
  vote(bob_, status["poll"], {0});
  const auto path = "/api/v1/statuses/" + status["id"].get<std::string>();
  const Json same = {{"options", {"Steel", "Brass"}}, {"expires_in", 600}};
  const auto edited = json(call("PUT", path, alice_, {{"status", "Which one?"}, {"poll", same}}));
  EXPECT_EQ(edited["poll"]["votes_count"], 1);
  EXPECT_THAT(edited["content"].get<std::string>(), HasSubstr("Which one?"));
  const Json other = {{"options", {"Steel", "Gold"}}, {"expires_in", 600}};
  EXPECT_EQ(call("PUT", path, alice_, {{"status", "x"}, {"poll", other}}).status, 422);
}

TEST_F(ApiPolls, ThePageShowsVotes) {
  const auto status = ask();
  vote(bob_, status["poll"], {1});
  const auto page = get("/@alice/" + status["id"].get<std::string>(), {{"Accept", "text/html"}});
  EXPECT_THAT(page.body, HasSubstr("Brass"));
  EXPECT_THAT(page.body, HasSubstr("1 vote"));
}

}  // namespace
}  // namespace hallway::test
