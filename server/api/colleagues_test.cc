#include "server/api/colleagues.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// Alice leads Ceramics, in which bob works; carol is in Design.
class ApiColleagues : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    carol_ = person("carol");
    set(alice_, {{"team", "Ceramics"}, {"title", "Head of kiln"}, {"skills", {"Firing"}}});
    set(bob_, {{"team", "ceramics"}, {"manager", "alice"}, {"skills", {"Glazing", "Firing"}}});
    set(carol_, {{"team", "Design"}, {"place", "House 2"}});
  }
  void set(const std::string& token, const Json& said) {
    done("PATCH", "/api/hallway/v1/profile", token, said);
  }
  std::vector<std::string> found(const std::string& query) {
    EXPECT_TRUE(node_->indexer().catch_up().ok());
    const auto answer = done("GET", "/api/hallway/v1/people" + query, alice_);
    EXPECT_EQ(answer["indexing"], nullptr);
    return all(answer["people"], "acct");
  }
  std::vector<std::string> chart(const std::string& query = {}) {
    return all(done("GET", "/api/hallway/v1/org_chart" + query, alice_), "acct");
  }
  std::string carol_;
};

TEST_F(ApiColleagues, AreFoundByWhatTheyDo) {
  EXPECT_THAT(found("?team=Ceramics"), UnorderedElementsAre("alice", "bob"));
  EXPECT_THAT(found("?skill=firing"), UnorderedElementsAre("alice", "bob"));
  EXPECT_THAT(found("?skill=glazing&team=ceramics"), ElementsAre("bob"));
  EXPECT_THAT(found("?manager=alice"), ElementsAre("bob"));
  EXPECT_THAT(found("?q=kiln"), ElementsAre("alice"));
  EXPECT_THAT(found("?q=firing&manager=@alice"), ElementsAre("bob"));
  EXPECT_THAT(found("?q=house"), ElementsAre("carol"));
  EXPECT_THAT(found("?place=house%202"), ElementsAre("carol"));
  EXPECT_THAT(found("?place=House%202&team=ceramics"), IsEmpty());
  EXPECT_THAT(found("?place=house"), IsEmpty()) << "a place is its whole name";
  EXPECT_THAT(found("?team=cera"), IsEmpty()) << "a team is its whole name";
  EXPECT_EQ(done("GET", "/api/hallway/v1/people?skill=firing&limit=1", alice_)["more"], true);
  EXPECT_THAT(all(done("GET", "/api/v1/accounts/search?q=glazing", alice_), "acct"),
              ElementsAre("bob"))
      << "search for people knows it, too";
}

TEST_F(ApiColleagues, WhoDoesNotWantToBeFoundIsNotThere) {
  done("PATCH", "/api/v1/accounts/update_credentials", bob_, {{"discoverable", false}});
  EXPECT_THAT(found("?team=Ceramics"), ElementsAre("alice"));
  EXPECT_THAT(found("?q=glazing"), IsEmpty());
  EXPECT_THAT(chart(), ElementsAre("alice", "carol"));
}

TEST_F(ApiColleagues, AChangeIsFoundAndWhatItReplacedIsNot) {
  EXPECT_THAT(found("?skill=glazing"), ElementsAre("bob"));
  set(bob_, {{"skills", {"Juggling"}}});
  EXPECT_THAT(found("?skill=glazing"), IsEmpty());
  EXPECT_THAT(found("?skill=juggling"), ElementsAre("bob"));
  EXPECT_THAT(found("?place=house%202"), ElementsAre("carol"));
  set(carol_, {{"place", "House 3"}});
  EXPECT_THAT(found("?place=house%202"), IsEmpty());
  EXPECT_THAT(found("?place=house%203"), ElementsAre("carol"));
}

TEST_F(ApiColleagues, TheChartNamesWhomEachReportsToEvenInACircle) {
  set(alice_, {{"manager", "bob"}});
  const auto entries = done("GET", "/api/hallway/v1/org_chart", carol_);
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0]["manager"]["acct"], "bob");
  EXPECT_EQ(entries[1]["manager"]["acct"], "alice");
  EXPECT_EQ(entries[1]["team"], "ceramics");
  EXPECT_EQ(entries[2]["manager"], nullptr);
  EXPECT_THAT(chart("?team=CERAMICS"), ElementsAre("alice", "bob"));
}

TEST_F(ApiColleagues, TheChartHasPages) {
  const auto first = call("GET", "/api/hallway/v1/org_chart?limit=2", alice_);
  EXPECT_THAT(all(json(first), "acct"), ElementsAre("alice", "bob"));
  const auto rest = call("GET", next_of(first), alice_);
  EXPECT_THAT(all(json(rest), "acct"), ElementsAre("carol"));
}

TEST_F(ApiColleagues, WithoutATokenNothingIsTold) {
  EXPECT_EQ(get("/api/hallway/v1/org_chart").status, 401);
  EXPECT_EQ(get("/api/hallway/v1/people?team=ceramics").status, 401);
  EXPECT_EQ(status("GET", "/api/hallway/v1/people", alice_), 422) << "whom?";
  EXPECT_EQ(status("GET", "/api/hallway/v1/people?manager=nobody", alice_), 404);
  EXPECT_EQ(status("GET", "/api/hallway/v1/people?q=" + std::string(3'000, 'a'), alice_), 200);
}

}  // namespace
}  // namespace hallway::test
