#include "server/api/reports.h"

#include <gmock/gmock.h>

#include "server/commands.h"
#include "storage/reports.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class ApiReports : public ApiTest {
 protected:
  Response report(const Json& body) { return call("POST", "/api/v1/reports", alice_, body); }
  Json command(const std::string& name, const Json& arguments) {
    const auto answer = find_command(name)->run(*node_, arguments);
    EXPECT_TRUE(answer.ok()) << (answer.ok() ? "" : answer.error().what);
    return answer.ok() ? *answer : Json();
  }
};

TEST_F(ApiReports, AReportWaitsForTheOperatorUntilItIsResolved) {
  const auto theirs = post(bob_, {{"status", "rude words"}});
  const auto answer = report({{"account_id", id_of("bob")},
                              {"status_ids", Json::array({theirs})},
                              {"comment", "please\nlook"},
                              {"category", "violation"},
                              {"forward", true}});
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto made = json(answer);
  EXPECT_EQ(made["action_taken"], false);
  EXPECT_EQ(made["forwarded"], false) << "bob lives here";
  EXPECT_EQ(made["status_ids"], Json::array({theirs}));
  EXPECT_EQ(made["target_account"]["acct"], "bob");
  EXPECT_THAT(node_->metrics_text(), HasSubstr("hallway_reports_open 1"));
  const auto listed = command("report list", Json::object());
  const auto line = find_command("report list")->print(listed);
  EXPECT_THAT(line, AllOf(HasSubstr("@bob@design.example"), HasSubstr("please look")));
  const Json id = {{"id", made["id"]}};
  const auto shown = find_command("report show")->print(command("report show", id));
  EXPECT_THAT(shown, AllOf(HasSubstr("rude words"), HasSubstr("by: @alice@design.example")));
  command("report resolve", {{"id", made["id"]}, {"note", "talked"}});
  EXPECT_THAT(node_->metrics_text(), HasSubstr("hallway_reports_open 0"));
  EXPECT_EQ(command("report list", Json::object())["reports"], Json::array());
  EXPECT_EQ(command("report list", {{"all", true}})["reports"][0]["resolution"], "talked");
  EXPECT_EQ(json(get("/api/v1/notifications", bearer(bob_))), Json::array());
}

TEST_F(ApiReports, WhatIsNoReportIsRefused) {
  const Json bodies[] = {Json::object(),
                         {{"account_id", id_of("alice")}},
                         {{"account_id", id_of("bob")}, {"category", "rude"}}};
  for (const auto& body : bodies) EXPECT_EQ(report(body).status, 422) << body;
  EXPECT_EQ(report({{"account_id", "99"}}).status, 404);
  const auto reader = person("reader", "read");
  EXPECT_EQ(call("POST", "/api/v1/reports", reader, {{"account_id", id_of("bob")}}).status, 403);
  EXPECT_THAT(node_->metrics_text(), HasSubstr("hallway_reports_open 0"));
  for (const auto* id : {"", "x", "17"}) {
    EXPECT_FALSE(find_command("report resolve")->run(*node_, {{"id", id}}).ok()) << id;
  }
}

}  // namespace
}  // namespace hallway::test
