#include "server/api/experts.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class ApiExperts : public ApiTest {
 protected:
  Json ask(const std::string& q, const std::string& token) {
    EXPECT_TRUE(node_->indexer().catch_up().ok());
    return done("GET", "/api/hallway/v1/experts?q=" + percent_encode(q), token);
  }
};

TEST_F(ApiExperts, AnswersWithPeopleAndWhatShowsThatTheyKnow) {
  for (int i = 0; i < 5; ++i) post(alice_, {{"status", "Nothing about that"}});
  const auto id = post(bob_, {{"status", "The pump's <seal> leaks"}});
  const auto answer = ask("who knows about leaking seals", alice_);
  ASSERT_EQ(answer["people"].size(), 1U);
  const auto& person = answer["people"][0];
  EXPECT_EQ(person["account"]["acct"], "bob");
  EXPECT_EQ(person["ask"], "@bob");
  EXPECT_EQ(person["node"], node_->home().domain.text());
  EXPECT_GT(person["confidence"], 0.5);
  EXPECT_EQ(person["evidence"][0]["status"]["id"], id);
  EXPECT_THAT(std::string(person["evidence"][0]["snippet"]),
              HasSubstr("&lt;<mark>seal&gt; leaks</mark>"));
  EXPECT_EQ(answer["nodes"][0]["state"], "answered");
  EXPECT_EQ(answer["indexing"], nullptr);
  EXPECT_EQ(ask("leaking seals", bob_)["people"].size(), 0U) << "nobody is told to ask themselves";
}

TEST_F(ApiExperts, SaysWhoIsToldAtOnceOfWhatIsWrittenToThemAlone) {
  for (int i = 0; i < 5; ++i) post(alice_, {{"status", "Nothing about that"}});
  post(bob_, {{"status", "The pump's seal leaks"}});
  EXPECT_EQ(ask("leaking seals", alice_)["people"][0]["direct"], true);
  const auto policy = "/api/v2/notifications/policy";
  done("PATCH", policy, bob_, {{"for_private_mentions", "filter"}});
  EXPECT_EQ(ask("leaking seals", alice_)["people"][0]["direct"], false);
  done("POST", "/api/v1/accounts/" + id_of("alice") + "/follow", bob_);
  EXPECT_EQ(ask("leaking seals", alice_)["people"][0]["direct"], true);
}

TEST_F(ApiExperts, RefusesWhatIsNoQuestionAndWhoMayNotAsk) {
  const std::string path = "/api/hallway/v1/experts";
  for (const auto* query : {"", "?q=", "?q=%20%3F!", "?q=%00%01"}) {
    EXPECT_EQ(status("GET", path + query, alice_), 422) << query;
  }
  EXPECT_EQ(get(path + "?q=tea").status, 401);
  EXPECT_EQ(status("GET", path + "?q=tea&limit=1000000", alice_), 200);
  EXPECT_EQ(status("GET", path + "?q=" + std::string(3'000, 'a'), alice_), 200);
  EXPECT_EQ(status("GET", path + "?q=%22from%3Abob%20AND%20(NOT", alice_), 200);
}

}  // namespace
}  // namespace hallway::test
