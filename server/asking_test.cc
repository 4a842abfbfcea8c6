#include "server/asking.h"

#include <gmock/gmock.h>

#include "storage/asked.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Asking : public ApiTest {
 protected:
  void SetUp() override {
    config_.questions.ask_after_hours = 4;
    ApiTest::SetUp();
    for (int i = 0; i < 20; ++i) {
      post(alice_, {{"status", "Lunch is at noon in the large room again"}});
    }
    post(bob_, {{"status", "The pump in the cellar needs a new seal"}});
  }
  std::string ask(const std::string& text = "Which seal fits the pump?") {
    return post(alice_, {{"status", text}, {"hallway", {{"question", true}}}});
  }
  void pass(Duration time) {
    ASSERT_TRUE(node_->indexer().catch_up().ok());
    clock_.advance(time);
    ASSERT_TRUE(ask_around(*node_).ok());
  }
  std::vector<std::string> for_me(const std::string& token) {
    return all(done("GET", "/api/hallway/v1/questions?state=for_me", token), "id");
  }
  Json told(const std::string& query = "") {
    return done("GET", "/api/v1/notifications" + query, bob_);
  }
};

TEST_F(Asking, AQuestionThatWaitsIsShownToWhoMayKnow) {
  const auto question = ask();
  pass(hours(3));
  EXPECT_THAT(for_me(bob_), IsEmpty());
  pass(hours(1));
  EXPECT_THAT(for_me(bob_), ElementsAre(question));
  EXPECT_THAT(for_me(alice_), IsEmpty());
  EXPECT_EQ(told()[0]["type"], "status") << "a kind that every client knows";
  EXPECT_EQ(told("?types[]=hallway.question")[0]["type"], "hallway.question");
  EXPECT_EQ(told("?types[]=hallway.question")[0]["status"]["id"], question);
  EXPECT_EQ(told("?exclude_types[]=hallway.question").size(), 0U);
  EXPECT_EQ(told("?types[]=mention").size(), 0U);
  pass(days(1));
  EXPECT_EQ(told().size(), 1U) << "once is enough";
}

TEST_F(Asking, WhatWasAnsweredIsShownToNobodyAndLeaves) {
  const auto early = ask();
  post(bob_, {{"status", "The red one"}, {"in_reply_to_id", early}});
  const auto late = ask("Is there a pump with another seal?");
  pass(hours(4));
  EXPECT_THAT(for_me(bob_), ElementsAre(late));
  const auto answer = post(bob_, {{"status", "No"}, {"in_reply_to_id", late}});
  done("POST", "/api/hallway/v1/statuses/" + answer + "/accept", alice_);
  EXPECT_THAT(for_me(bob_), IsEmpty());
}

TEST_F(Asking, WhoSwitchedItOffIsLeftAlone) {
  const Json off{{"hallway", {{"asked", false}}}};
  const auto path = "/api/v1/accounts/update_credentials";
  EXPECT_EQ(done("PATCH", path, bob_, off)["hallway"]["asked"], false);
  ask();
  pass(hours(4));
  EXPECT_THAT(for_me(bob_), IsEmpty());
  EXPECT_EQ(done("PATCH", path, bob_, {{"hallway", {{"asked", true}}}})["hallway"]["asked"], true);
  pass(days(1));
  EXPECT_EQ(for_me(bob_).size(), 1U) << "it is looked at again on the next day";
}

TEST_F(Asking, NobodyIsShownMoreThanThreeAWeek) {
  for (const auto* text : {"A seal?", "A pump?", "A cellar pump?", "A pump seal?"}) ask(text);
  pass(hours(4));
  EXPECT_EQ(for_me(bob_).size(), 3U);
  EXPECT_EQ(told().size(), 3U);
}

TEST_F(Asking, WithoutAnIndexAndWhereItIsSwitchedOffItWaits) {
  ask();
  const auto waiting = [&] { return list_waiting(*node_->read(), clock_.now(), 10).size(); };
  clock_.advance(hours(5));
  ASSERT_TRUE(ask_around(*node_).ok()) << "nothing is indexed yet";
  EXPECT_EQ(waiting(), 1U);
  pass(days(3));
  pass(days(5));
  EXPECT_EQ(waiting(), 0U) << "what is old is asked no more";
}

}  // namespace
}  // namespace hallway::test
