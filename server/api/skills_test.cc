#include "server/api/skills.h"

#include <gmock/gmock.h>

#include "storage/skill_endorsements.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class ApiSkills : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    carol_ = person("carol");
    done("PATCH", "/api/hallway/v1/profile", alice_, {{"skills", {"CI/CD", "Tea"}}});
  }
  std::string path(const std::string& skill, const std::string& rest) {
    return "/api/hallway/v1/accounts/" + id_of("alice") + "/skills/" + percent_encode(skill) + "/" +
           rest;
  }
  std::string carol_;
};

TEST_F(ApiSkills, ColleaguesEndorseAndTakeBack) {
  EXPECT_EQ(done("POST", path("tea", "endorse"), bob_),
            Json({{"name", "Tea"}, {"endorsements", 1}, {"endorsed", true}}));
  EXPECT_EQ(done("POST", path("Tea", "endorse"), carol_)["endorsements"], 2);
  EXPECT_EQ(done("POST", path("ci-cd", "endorse"), bob_)["name"], "CI/CD") << "a path has no slash";
  const auto seen = done("GET", "/api/v1/accounts/" + id_of("alice"), carol_);
  EXPECT_EQ(seen["hallway"]["skills"][0]["endorsed"], false);
  EXPECT_EQ(seen["hallway"]["skills"][1]["endorsed"], true);
  EXPECT_EQ(done("DELETE", path("tea", "endorse"), bob_)["endorsements"], 1);
  EXPECT_EQ(done("DELETE", path("tea", "endorse"), bob_)["endorsements"], 1);
}

TEST_F(ApiSkills, WhoEndorsedIsListedUnlessTheyDoNotWantToBeFound) {
  done("POST", path("tea", "endorse"), bob_);
  done("POST", path("tea", "endorse"), carol_);
  const auto list = [&](const std::string& query = {}) {
    return all(done("GET", path("tea", "endorsements") + query, alice_), "acct");
  };
  EXPECT_THAT(list(), ElementsAre("bob", "carol"));
  const auto first = call("GET", path("tea", "endorsements") + "?limit=1", alice_);
  EXPECT_THAT(all(json(call("GET", next_of(first), alice_)), "acct"), ElementsAre("carol"));
  done("PATCH", "/api/v1/accounts/update_credentials", bob_, {{"discoverable", false}});
  EXPECT_THAT(list(), ElementsAre("carol"));
  EXPECT_EQ(get(path("tea", "endorsements")).status, 401);
  EXPECT_EQ(status("GET", path("coffee", "endorsements"), alice_), 404);
}

TEST_F(ApiSkills, WhoIsNoColleagueAnyMoreNeitherCountsNorIsListed) {
  relate("sister.example", Relation::sibling);
  auto dora = stranger("dora", "sister.example");
  dora.discoverable = true;
  const auto put = node_->writer().apply([&](WriteTxn& txn) -> Result<void> {
    TRY(put_actor(txn, dora, clock_.now()));
    const auto alice = find_actor_by_handle(txn, "alice", "design.example");
    return add_skill_endorsement(txn, {alice->id, "Tea", dora.id}, clock_.now());
  });
  ASSERT_TRUE(put.ok());
  done("POST", path("tea", "endorse"), bob_);
  const auto names = [&] {
    return all(done("GET", path("tea", "endorsements"), alice_), "username");
  };
  const auto counted = [&] {
    const auto seen = done("GET", "/api/v1/accounts/" + id_of("alice"), carol_);
    return seen["hallway"]["skills"][1]["endorsements"].get<int>();
  };
  EXPECT_THAT(names(), UnorderedElementsAre("bob", "dora"));
  EXPECT_EQ(counted(), 2);
  relate("sister.example", Relation::partner);
  EXPECT_THAT(names(), ElementsAre("bob"));
  EXPECT_EQ(counted(), 1);
}

TEST_F(ApiSkills, NobodyEndorsesWhatIsNotThere) {
  EXPECT_EQ(status("POST", path("tea", "endorse"), alice_), 403) << "their own";
  EXPECT_EQ(status("POST", path("coffee", "endorse"), bob_), 404);
  EXPECT_EQ(status("POST", path("...", "endorse"), bob_), 404);
  EXPECT_EQ(status("POST", "/api/hallway/v1/accounts/7/skills/tea/endorse", bob_), 404);
  EXPECT_EQ(node_->handle(request("POST", path("tea", "endorse"))).status, 401);
}

}  // namespace
}  // namespace hallway::test
