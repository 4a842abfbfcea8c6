#include "server/api/network.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::UnorderedElementsAre;

class ApiNetwork : public ApiTest {
 protected:
  void relate_all() {
    relate("stranger.example", Relation::unknown);
    relate("partner.example", Relation::partner);
    relate("sibling.example", Relation::sibling);
    relate("evil.example", Relation::blocked);
  }
  std::vector<std::string> peers(const Headers& headers = {}) {
    return json(get("/api/v1/instance/peers", headers)).get<std::vector<std::string>>();
  }
};

TEST_F(ApiNetwork, PartnershipsAreToldToThoseWhoWorkHereOnly) {
  relate_all();
  EXPECT_THAT(peers(), UnorderedElementsAre("stranger.example"));
  EXPECT_THAT(peers(bearer(alice_)),
              UnorderedElementsAre("stranger.example", "partner.example", "sibling.example"));
}

TEST_F(ApiNetwork, InAllowlistModeNobodyElseLearnsWhomWeKnow) {
  open(FederationMode::allowlist);
  relate_all();
  EXPECT_EQ(get("/api/v1/instance/peers").status, 401);
  EXPECT_THAT(peers(bearer(alice_)), UnorderedElementsAre("partner.example", "sibling.example"));
  const auto app = node_->writer().apply([&](WriteTxn& txn) {
    return put_token(txn, "app-token", {.kind = TokenKind::app, .scopes = "read"});
  });
  ASSERT_TRUE(app.ok());
  EXPECT_EQ(get("/api/v1/instance/peers", bearer("app-token")).status, 401)
      << "anybody may register a program";
}

TEST_F(ApiNetwork, ActivityCountsTwelveWeeks) {
  const auto monday = *parse_rfc3339("2026-11-23T00:00:00Z");
  clock_.set(monday - seconds(1));
  post(alice_, {{"status", "last week"}});
  clock_.set(monday + hours(30));
  post(alice_, {{"status", "one"}});
  post(alice_, {{"status", "two"}});
  post(bob_, {{"status", "three"}});
  clock_.advance(minutes(2));
  const auto weeks = json(get("/api/v1/instance/activity"));
  ASSERT_EQ(weeks.size(), 12U);
  EXPECT_EQ(weeks[0], (Json{{"week", std::to_string(monday.ms / 1000)},
                            {"statuses", "3"},
                            {"logins", "2"},
                            {"registrations", "2"}}));
  EXPECT_EQ(weeks[1]["week"], std::to_string((monday - days(7)).ms / 1000));
  EXPECT_EQ(weeks[1]["statuses"], "1");
  EXPECT_EQ(weeks[1]["registrations"], "0");
  EXPECT_EQ(weeks[11]["statuses"], "0");
}

TEST_F(ApiNetwork, BlocksAreToldToWhomTheConfigurationSays) {
  struct Row {
    BlocksShown shown;
    int stranger, member;
  };
  for (const auto& row : {Row{BlocksShown::nobody, 404, 404}, Row{BlocksShown::members, 401, 200},
                          Row{BlocksShown::everybody, 200, 200}}) {
    config_.about.blocks_shown = row.shown;
    open(FederationMode::open);
    relate_all();
    EXPECT_EQ(get("/api/v1/instance/domain_blocks").status, row.stranger);
    const auto told = get("/api/v1/instance/domain_blocks", bearer(alice_));
    EXPECT_EQ(told.status, row.member);
    if (told.status != 200) continue;
    ASSERT_EQ(json(told).size(), 1U);
    EXPECT_EQ(json(told)[0]["domain"], "evil.example");
    EXPECT_EQ(json(told)[0]["severity"], "suspend");
    EXPECT_EQ(json(told)[0]["digest"].get<std::string>().size(), 64U);
  }
}

}  // namespace
}  // namespace hallway::test
