#include "server/api/audience.h"

#include <gmock/gmock.h>

#include "storage/follows.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ApiAudience : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    relate("acme.example", Relation::partner);
    alice_id_ = parse_id(id_of("alice")).value_or(Id{});
    follow_alice(stranger("pat", "acme.example").id);
    follow_alice(stranger("mia", "public.example").id);
    follow_alice(parse_id(id_of("bob")).value_or(Id{}));
  }
  void follow_alice(Id follower) {
    const auto put = node_->writer().apply([&](WriteTxn& txn) -> Result<void> {
      Follow made{.iri = iri("https://acme.example/follows/" + to_string(follower)),
                  .follower = follower,
                  .followee = alice_id_,
                  .state = FollowState::accepted,
                  .at = clock_.now()};
      return put_follow(txn, made);
    });
    EXPECT_TRUE(put.ok());
  }
  Json told(const Json& body) { return done("POST", "/api/hallway/v1/audience", alice_, body); }
  Id alice_id_;
};

TEST_F(ApiAudience, NamesThePeopleHereAndTheNodes) {
  const auto answer = told({{"status", "Tea"}, {"visibility", "private"}, {"label", "partners"}});
  EXPECT_EQ(answer["label"], "partners");
  EXPECT_EQ(answer["here"], (Json{{"people", 1}, {"everybody", false}}));
  EXPECT_EQ(answer["nodes"],
            Json::array({{{"domain", "acme.example"}, {"relation", "partner"}, {"people", 1}}}));
  EXPECT_EQ(answer["kept_from"], Json::array({{{"domain", "public.example"},
                                               {"relation", "public"},
                                               {"people", 1},
                                               {"why", "the label does not reach that far"}}}));
  EXPECT_EQ(answer["leaves_organization"], true);
  EXPECT_EQ(answer["anybody"], false);
  EXPECT_EQ(answer["followers_not_counted"], 0);
}

TEST_F(ApiAudience, StaysHereWhereItIsForThisDepartment) {
  const auto answer = told({{"status", "Tea"}, {"visibility", "local"}});
  EXPECT_THAT(all(answer["nodes"], "domain"), IsEmpty());
  EXPECT_EQ(answer["here"]["everybody"], true);
  EXPECT_EQ(answer["leaves_organization"], false);
}

TEST_F(ApiAudience, AMentionCountsAndOneThatIsNotKnownIsSaidToBeSo) {
  const auto answer = told({{"status", "@bob @pat@acme.example @dave@far.example @nobody"},
                            {"visibility", "direct"},
                            {"label", "partners"}});
  EXPECT_EQ(answer["here"]["people"], 1);
  EXPECT_THAT(all(answer["nodes"], "domain"), ElementsAre("acme.example"));
  EXPECT_EQ(answer["unknown"], (Json{"@dave@far.example", "@nobody"}));
}

TEST_F(ApiAudience, WhoWasPickedCountsAndANameInTheTextDoesNot) {
  person("carol");
  const auto answer = told({{"status", "ask @carol and @nobody@far.example"},
                            {"visibility", "direct"},
                            {"hallway", {{"to", {id_of("bob")}}}}});
  EXPECT_EQ(answer["here"]["people"], 1);
  EXPECT_THAT(answer["unknown"], IsEmpty());
}

TEST_F(ApiAudience, WhoMayNotReadOrAsksNonsenseIsRefused) {
  const auto path = "/api/hallway/v1/audience";
  EXPECT_EQ(node_->handle(request("POST", path)).status, 401);
  EXPECT_EQ(status("POST", path, person("carol", "write"), {{"status", "x"}}), 403);
  EXPECT_EQ(status("POST", path, alice_, {{"status", "x"}, {"visibility", "all"}}), 422);
  EXPECT_EQ(status("POST", path, alice_, {{"status", "x"}, {"in_reply_to_id", "7"}}), 404);
}

TEST_F(ApiAudience, AskingPublishesNothing) {
  const auto log = node_->read()->count(Table::log);
  told({{"status", "Tea"}});
  EXPECT_EQ(node_->read()->count(Table::log), log);
}

}  // namespace
}  // namespace hallway::test
