#include "server/api/conversations.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ApiConversations : public ApiTest {
 protected:
  std::string tell(const std::string& token, const std::string& text,
                   const std::string& to_answer = {}) {
    Json body{{"status", text}, {"visibility", "direct"}};
    if (!to_answer.empty()) body["in_reply_to_id"] = to_answer;
    return post(token, body);
  }
  Json list(const std::string& token) { return done("GET", "/api/v1/conversations", token); }
};

TEST_F(ApiConversations, AThreadOfDirectPostsIsOneWithItsLatest) {
  const auto first = tell(alice_, "@bob psst");
  tell(bob_, "@alice what?", first);
  post(alice_, {{"status", "in public @bob"}});
  const auto mine = list(alice_);
  ASSERT_EQ(mine.size(), 1U);
  EXPECT_THAT(all(mine[0]["accounts"], "acct"), ElementsAre("bob"));
  EXPECT_EQ(mine[0]["unread"], true);
  EXPECT_THAT(mine[0]["last_status"]["content"].get<std::string>(), ::testing::HasSubstr("what?"));
  const auto theirs = list(bob_);
  ASSERT_EQ(theirs.size(), 1U);
  EXPECT_EQ(theirs[0]["unread"], false) << "he wrote last";
  EXPECT_THAT(list(person("carol")), IsEmpty());
}

TEST_F(ApiConversations, WhatWasReadAndTakenAwayComesBackWhenSomebodyWritesAgain) {
  const auto first = tell(alice_, "@bob psst");
  const auto path = "/api/v1/conversations/" + list(bob_)[0]["id"].get<std::string>();
  EXPECT_EQ(done("POST", path + "/read", bob_)["unread"], false);
  EXPECT_EQ(list(bob_)[0]["unread"], false);
  done("DELETE", path, bob_);
  EXPECT_THAT(list(bob_), IsEmpty());
  EXPECT_EQ(list(alice_).size(), 1U) << "it is hers still";
  tell(alice_, "@bob psst!", first);
  ASSERT_EQ(list(bob_).size(), 1U);
  EXPECT_EQ(list(bob_)[0]["unread"], true);
  EXPECT_EQ(status("POST", "/api/v1/conversations/9/read", bob_), 404);
  const auto carol = person("carol");
  EXPECT_EQ(status("DELETE", path, carol), 404) << "nobody else's";
}

TEST_F(ApiConversations, ManyAreReadPageByPageEachOnce) {
  std::vector<std::string> firsts;
  for (const auto* text : {"@bob one", "@bob two", "@bob three"}) {
    firsts.push_back(tell(alice_, text));
  }
  tell(alice_, "@bob one again", firsts[0]);
  const auto first = call("GET", "/api/v1/conversations?limit=2", bob_);
  ASSERT_EQ(json(first).size(), 2U);
  EXPECT_EQ(json(first)[0]["last_status"]["in_reply_to_id"], firsts[0]);
  EXPECT_EQ(json(first)[1]["last_status"]["id"], firsts[2]);
  const auto second = call("GET", next_of(first), bob_);
  ASSERT_EQ(json(second).size(), 1U) << second.body;
  EXPECT_EQ(json(second)[0]["last_status"]["id"], firsts[1]);
  EXPECT_THAT(json(call("GET", next_of(second), bob_)), IsEmpty());
}

TEST_F(ApiConversations, OneIsFoundByAnyOfItsPostsAndReadPageByPage) {
  const auto first = tell(alice_, "@bob one");
  const auto second = tell(bob_, "@alice two", first);
  const auto aside = tell(alice_, "@carol three", second);  // carol is nobody here yet
  const auto third = tell(alice_, "@bob four", second);
  for (const auto& id : {first, second, third}) {
    const auto found = done("GET", "/api/hallway/v1/conversations/" + id, bob_);
    EXPECT_EQ(found["id"], first);
    EXPECT_EQ(found["last_status"]["id"], third);
    EXPECT_THAT(all(found["accounts"], "acct"), ElementsAre("alice"));
  }
  const auto path = "/api/hallway/v1/conversations/" + second + "/statuses";
  const auto page = call("GET", path + "?limit=2", bob_);
  EXPECT_THAT(all(json(page), "id"), ElementsAre(third, second)) << "but not " << aside;
  EXPECT_THAT(all(json(call("GET", next_of(page), bob_)), "id"), ElementsAre(first));
  EXPECT_THAT(all(done("GET", path + "?min_id=" + first + "&limit=1", bob_), "id"),
              ElementsAre(second));
  EXPECT_THAT(all(done("GET", path + "?since_id=" + second, bob_), "id"), ElementsAre(third));
  const auto carol = person("carol");
  for (const auto& end : {"", "/statuses"}) {
    EXPECT_EQ(status("GET", "/api/hallway/v1/conversations/" + first + end, carol), 404);
    EXPECT_EQ(get("/api/hallway/v1/conversations/" + first + end).status, 401);
  }
}

TEST_F(ApiConversations, WhatWasTakenAwayStaysAwayWhenItComesBack) {
  const auto first = tell(alice_, "@bob old");
  done("DELETE", "/api/v1/conversations/" + first, bob_);
  const auto second = tell(alice_, "@bob new", first);
  const auto path = "/api/hallway/v1/conversations/" + first + "/statuses";
  EXPECT_THAT(all(done("GET", path, bob_), "id"), ElementsAre(second));
  EXPECT_THAT(all(done("GET", path, alice_), "id"), ElementsAre(second, first));
}

TEST_F(ApiConversations, TheOldTimelineHoldsEachDirectPostOfOnesOwn) {
  const auto first = tell(alice_, "@bob psst");
  const auto second = tell(bob_, "@alice what?", first);
  post(bob_, {{"status", "aloud @alice"}, {"visibility", "public"}});
  const auto all_of = [&](const std::string& token, const std::string& query = "") {
    return all(done("GET", "/api/v1/timelines/direct" + query, token), "id");
  };
  EXPECT_THAT(all_of(alice_), ElementsAre(second, first));
  EXPECT_THAT(all_of(bob_, "?limit=1"), ElementsAre(second));
  EXPECT_THAT(all_of(bob_, "?max_id=" + second), ElementsAre(first));
  EXPECT_THAT(all_of(bob_, "?min_id=" + first), ElementsAre(second));
  EXPECT_THAT(all_of(person("carol")), IsEmpty());
  EXPECT_EQ(get("/api/v1/timelines/direct").status, 401);
}

}  // namespace
}  // namespace hallway::test
