#include "server/api/work_profiles.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kOwn = "/api/hallway/v1/profile";

class ApiWork : public ApiTest {
 protected:
  Json set(const Json& said) { return done("PATCH", kOwn, alice_, said); }
  Json account(const std::string& token = {}) {
    const auto path = "/api/v1/accounts/" + id_of("alice");
    return json(get(path, token.empty() ? Headers{} : bearer(token)));
  }
  static const Json& potter() {
    static const Json kPotter = {
        {"title", "Head of the <kiln>"}, {"team", "Ceramics"}, {"place", "House 2"},
        {"hours", "Mon-Thu 9-15"},       {"manager", "@bob"},  {"skills", {"Firing", "C++"}}};
    return kPotter;
  }
};

TEST_F(ApiWork, WhatSomebodySetsIsWhatTheyAndTheirColleaguesRead) {
  const auto own = set(potter());
  EXPECT_EQ(own["title"], "Head of the <kiln>");
  EXPECT_EQ(own["reach"], "organization");
  EXPECT_EQ(own["manager"]["acct"], "bob");
  EXPECT_EQ(done("GET", kOwn, alice_), own);
  const auto seen = account(bob_);
  EXPECT_EQ(seen["hallway"]["hours"], "Mon-Thu 9-15");
  EXPECT_EQ(seen["hallway"]["manager"]["id"], id_of("bob"));
  EXPECT_EQ(seen["hallway"]["skills"][1],
            Json({{"name", "C++"}, {"endorsements", 0}, {"endorsed", false}}));
  EXPECT_EQ(seen["fields"][0]["name"], "Role") << "for programs that do not know the rest";
  EXPECT_EQ(seen["fields"][0]["value"], "Head of the &lt;kiln&gt;");
  const auto mine = done("GET", "/api/v1/accounts/verify_credentials", alice_);
  EXPECT_EQ(mine["fields"].size(), 0U) << "programs send these back as they came";
  EXPECT_EQ(mine["hallway"]["team"], "Ceramics");
}

TEST_F(ApiWork, WithoutATokenNothingIsToldThatIsNotPublic) {
  set(potter());
  EXPECT_EQ(account()["hallway"], Json::object());
  EXPECT_EQ(account()["fields"].size(), 0U);
  EXPECT_THAT(get("/@alice", kBrowser).body, Not(HasSubstr("Ceramics")));
  set({{"reach", "public"}});
  EXPECT_EQ(account()["hallway"]["team"], "Ceramics");
  const auto page = get("/@alice", kBrowser).body;
  EXPECT_THAT(page, HasSubstr("Ceramics"));
  EXPECT_THAT(page, HasSubstr("Head of the &lt;kiln&gt;"));
  EXPECT_THAT(page, HasSubstr("Firing, C++"));
}

TEST_F(ApiWork, WhatIsNotSaidStaysAndEmptyTextTakesAway) {
  set(potter());
  const auto own = set({{"team", "Design"}});
  EXPECT_EQ(own["title"], potter()["title"]);
  EXPECT_EQ(own["skills"].size(), 2U);
  const auto less = set({{"manager", ""}, {"skills", Json::array()}, {"title", ""}});
  EXPECT_EQ(less["manager"], nullptr);
  EXPECT_EQ(less["skills"], Json::array());
  EXPECT_EQ(less["title"], "");
  EXPECT_EQ(less["team"], "Design");
}

TEST_F(ApiWork, WhatCannotBeIsRefused) {
  for (const Json& bad :
       {Json{{"title", std::string(300, 'x')}}, Json{{"manager", "alice"}},
        Json{{"reach", "everywhere"}}, Json{{"skills", {std::string(70, 'x')}}}}) {
    EXPECT_EQ(status("PATCH", kOwn, alice_, bad), 422) << dump_json(bad);
  }
  EXPECT_EQ(status("PATCH", kOwn, alice_, {{"manager", "nobody"}}), 404);
  EXPECT_EQ(get(kOwn).status, 401);
}

TEST_F(ApiWork, AManagerElsewhereIsNamedAndOneWhoIsBlockedIsNot) {
  stranger("zoe", "sister.example");
  EXPECT_EQ(set({{"manager", "zoe@sister.example"}})["manager"]["acct"], "zoe@sister.example");
  set({{"reach", "public"}});
  EXPECT_EQ(account()["hallway"]["manager"], nullptr) << "who is elsewhere is told to nobody";
  relate("sister.example", Relation::blocked);
  EXPECT_EQ(account(bob_)["hallway"]["manager"], nullptr);
}

TEST_F(ApiWork, WhetherTheyAreAroundIsToldInDays) {
  EXPECT_EQ(account(bob_)["hallway"]["around"], nullptr);
  post(alice_, {{"status", "Hello"}});
  EXPECT_EQ(account(bob_)["hallway"]["around"], "today");
  clock_.advance(days(2));
  EXPECT_EQ(account(bob_)["hallway"]["around"], "this week");
  clock_.advance(days(7));
  EXPECT_EQ(account(bob_)["hallway"]["around"], nullptr);
}

TEST_F(ApiWork, WhoBlocksIsToldNothing) {
  set(potter());
  done("POST", "/api/v1/accounts/" + id_of("bob") + "/block", alice_);
  EXPECT_EQ(account(bob_)["hallway"], Json::object());
}

TEST_F(ApiWork, OtherNodesReadItWhereItIsForThem) {
  set(potter());
  const auto document = [&] {
    return json(get("/users/alice", {{"Accept", "application/activity+json"}}));
  };
  EXPECT_FALSE(document().contains("jobTitle"));
  set({{"reach", "public"}});
  EXPECT_EQ(document()["jobTitle"], "Head of the <kiln>");
  EXPECT_EQ(document()["hallwayManager"], node_->home().actor("bob").text());
}

}  // namespace
}  // namespace hallway::test
