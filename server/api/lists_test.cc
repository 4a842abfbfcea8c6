#include "server/api/lists.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ApiLists : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    carol_ = person("carol");
    for (const auto* name : {"bob", "carol"}) follow(name);
  }
  void follow(const std::string& name) {
    call("POST", "/api/v1/accounts/" + id_of(name) + "/follow", alice_);
  }
  std::string make(const Json& body) {
    return done("POST", "/api/v1/lists", alice_, body)["id"].get<std::string>();
  }
  void add(const std::string& list, const std::string& name) {
    done("POST", "/api/v1/lists/" + list + "/accounts", alice_,
         {{"account_ids", Json::array({id_of(name)})}});
  }
  std::vector<std::string> read(const std::string& list) {
    return texts(done("GET", "/api/v1/timelines/list/" + list, alice_));
  }
  std::string answer(const std::string& token, const std::string& to, const std::string& text) {
    return post(token, {{"status", text}, {"in_reply_to_id", to}});
  }
  std::string carol_;
};

TEST_F(ApiLists, OneIsMadeChangedAndTakenAway) {
  const auto id = make({{"title", "Close"}});
  const auto path = "/api/v1/lists/" + id;
  auto list = done("GET", path, alice_);
  EXPECT_EQ(list["title"], "Close");
  EXPECT_EQ(list["replies_policy"], "list");
  EXPECT_EQ(list["exclusive"], false);
  list = done("PUT", path, alice_, {{"replies_policy", "none"}});
  EXPECT_EQ(list["title"], "Close") << "what is not said stays";
  EXPECT_EQ(list["replies_policy"], "none");
  EXPECT_EQ(status("PUT", path, alice_, {{"replies_policy", "some"}}), 422);
  EXPECT_EQ(status("POST", "/api/v1/lists", alice_, {{"title", ""}}), 422);
  EXPECT_EQ(done("GET", "/api/v1/lists", alice_).size(), 1U);
  for (const auto* method : {"GET", "PUT", "DELETE"}) {
    EXPECT_EQ(status(method, path, bob_, {{"title", "mine"}}), 404) << "it is nobody else's";
  }
  EXPECT_EQ(status("GET", "/api/v1/timelines/list/" + id, bob_), 404);
  done("DELETE", path, alice_);
  EXPECT_EQ(status("GET", path, alice_), 404);
}

TEST_F(ApiLists, WhoIsOnOneIsReadThere) {
  const auto id = make({{"title", "Close"}});
  add(id, "bob");
  post(bob_, {{"status", "from bob"}});
  post(carol_, {{"status", "from carol"}});
  EXPECT_THAT(read(id), ElementsAre("<p>from bob</p>"));
  EXPECT_THAT(all(done("GET", "/api/v1/lists/" + id + "/accounts", alice_), "acct"),
              ElementsAre("bob"));
  EXPECT_THAT(all(done("GET", "/api/v1/accounts/" + id_of("bob") + "/lists", alice_), "title"),
              ElementsAre("Close"));
  EXPECT_THAT(done("GET", "/api/v1/accounts/" + id_of("carol") + "/lists", alice_), IsEmpty());
  const Json bob{{"account_ids", Json::array({id_of("bob")})}};
  EXPECT_EQ(status("POST", "/api/v1/lists/" + id + "/accounts", alice_, bob), 200) << "again";
  EXPECT_EQ(done("GET", "/api/v1/lists/" + id + "/accounts", alice_).size(), 1U);
  done("DELETE", "/api/v1/lists/" + id + "/accounts", alice_, bob);
  EXPECT_THAT(read(id), IsEmpty());
}

TEST_F(ApiLists, OnlyPeopleWhomOneFollowsCanBeOnOne) {
  person("dave");
  const auto id = make({{"title", "Close"}});
  const Json both{{"account_ids", Json::array({id_of("bob"), id_of("dave")})}};
  EXPECT_EQ(status("POST", "/api/v1/lists/" + id + "/accounts", alice_, both), 404);
  EXPECT_THAT(done("GET", "/api/v1/lists/" + id + "/accounts", alice_), IsEmpty())
      << "nothing of it was done";
  add(id, "bob");
  call("POST", "/api/v1/accounts/" + id_of("bob") + "/unfollow", alice_);
  EXPECT_THAT(done("GET", "/api/v1/lists/" + id + "/accounts", alice_), IsEmpty());
}

TEST_F(ApiLists, AnswersAreShownAsTheListSays) {
  const auto id = make({{"title", "Close"}});
  add(id, "bob");
  const auto mine = post(alice_, {{"status", "mine"}});
  const auto carols = post(carol_, {{"status", "carols"}});
  const auto own = post(bob_, {{"status", "own"}});
  answer(bob_, mine, "to the owner");
  answer(bob_, carols, "to carol");
  answer(bob_, own, "to himself");
  EXPECT_THAT(read(id), ElementsAre("<p>to himself</p>", "<p>to the owner</p>", "<p>own</p>"));
  done("PUT", "/api/v1/lists/" + id, alice_, {{"replies_policy", "followed"}});
  EXPECT_THAT(read(id), ElementsAre("<p>to himself</p>", "<p>to carol</p>", "<p>to the owner</p>",
                                    "<p>own</p>"));
  done("PUT", "/api/v1/lists/" + id, alice_, {{"replies_policy", "list"}});
  add(id, "carol");
  EXPECT_EQ(read(id).size(), 5U);
}

TEST_F(ApiLists, AnExclusiveOneKeepsItsPeopleOutOfTheHomeTimeline) {
  const auto id = make({{"title", "Apart"}, {"exclusive", true}});
  add(id, "bob");
  post(bob_, {{"status", "from bob"}});
  post(carol_, {{"status", "from carol"}});
  EXPECT_THAT(texts(done("GET", "/api/v1/timelines/home", alice_)),
              ElementsAre("<p>from carol</p>"));
  done("PUT", "/api/v1/lists/" + id, alice_, {{"exclusive", false}});
  EXPECT_EQ(done("GET", "/api/v1/timelines/home", alice_).size(), 2U);
}

}  // namespace
}  // namespace hallway::test
