#include "server/api/admin_reports.h"

#include <gmock/gmock.h>

#include "storage/reports.h"
#include "tests/support/api_staff.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class ApiAdminReports : public StaffTest {
 protected:
  const std::string kPath = "/api/v1/admin/reports";
  std::string report(const std::string& token, const std::string& about,
                     const std::vector<std::string>& posts = {}) {
    const auto made = json(call("POST", "/api/v1/reports", token,
                                {{"account_id", id_of(about)},
                                 {"comment", "look"},
                                 {"category", "spam"},
                                 {"status_ids", posts}}));
    return std::string(find_string(made, "id").value_or(""));
  }
  Json show(const std::string& id) { return json(get(kPath + "/" + id, bearer(mod_))); }
  Json list(const std::string& query = "") { return json(get(kPath + query, bearer(mod_))); }
  Response act(const std::string& id, const std::string& what) {
    return call("POST", kPath + "/" + id + "/" + what, mod_);
  }
};

TEST_F(ApiAdminReports, TellWhoReportedWhomAndWhat) {
  const auto post_id = post(bob_, {{"status", "buy this"}, {"visibility", "public"}});
  const auto told = show(report(alice_, "bob", {post_id}));
  EXPECT_EQ(told["account"]["username"], "alice");
  EXPECT_EQ(told["target_account"]["username"], "bob");
  EXPECT_EQ(told["category"], "spam");
  EXPECT_EQ(told["comment"], "look");
  EXPECT_EQ(told["action_taken"], false);
  EXPECT_EQ(told["action_taken_at"], nullptr);
  EXPECT_EQ(told["assigned_account"], nullptr);
  EXPECT_EQ(told["statuses"].at(0)["id"], post_id);
  EXPECT_EQ(get(kPath + "/12", bearer(mod_)).status, 404);
  EXPECT_EQ(get(kPath, bearer(alice_)).status, 403);
}

TEST_F(ApiAdminReports, APostIsShownOnlyWhereWhoReportedItMaySeeIt) {
  const auto secret = post(bob_, {{"status", "@rhea hush"}, {"visibility", "direct"}});
  Report forged{.reporter = find_account(*node_->read(), "alice")->actor,
                .target = find_account(*node_->read(), "bob")->actor,
                .posts = {parse_id(secret).value()},
                .at = clock_.now()};
  const auto put = node_->writer().apply([&](WriteTxn& txn) { return put_report(txn, forged); });
  ASSERT_TRUE(put.ok());
  EXPECT_EQ(show(to_string(forged.id))["statuses"], Json::array());
}

TEST_F(ApiAdminReports, AreTakenCareOfResolvedAndOpenedAgain) {
  const auto id = report(alice_, "bob");
  EXPECT_EQ(json(act(id, "assign_to_self"))["assigned_account"]["username"], "mona");
  EXPECT_EQ(json(act(id, "unassign"))["assigned_account"], nullptr);
  const auto resolved = json(act(id, "resolve"));
  EXPECT_EQ(resolved["action_taken"], true);
  EXPECT_EQ(resolved["action_taken_by_account"]["username"], "mona");
  EXPECT_TRUE(resolved["action_taken_at"].is_string());
  EXPECT_THAT(last_deed(), HasSubstr("ResolveReport"));
  EXPECT_THAT(last_deed(), HasSubstr("\"by\":\"mona\""));
  EXPECT_EQ(list(), Json::array());
  EXPECT_EQ(list("?resolved=true").size(), 1U);
  EXPECT_EQ(json(act(id, "reopen"))["action_taken"], false);
  EXPECT_EQ(list().size(), 1U);
  EXPECT_EQ(act("12", "resolve").status, 404);
}

TEST_F(ApiAdminReports, ACategoryIsChangedToOneThatThereIs) {
  const auto path = kPath + "/" + report(alice_, "bob");
  EXPECT_EQ(json(call("PUT", path, mod_, {{"category", "legal"}}))["category"], "legal");
  EXPECT_EQ(call("PUT", path, mod_, {{"category", "odd"}}).status, 422);
}

TEST_F(ApiAdminReports, AreListedByWhomTheyConcernAndPaged) {
  const auto first = report(alice_, "bob"), second = report(bob_, "alice"),
             third = report(alice_, "rhea");
  EXPECT_EQ(list("?account_id=" + id_of("alice")).size(), 2U);
  EXPECT_EQ(list("?target_account_id=" + id_of("alice")).at(0)["id"], second);
  const auto page = get(kPath + "?limit=2", bearer(mod_));
  EXPECT_EQ(json(page).at(0)["id"], third);
  EXPECT_THAT(header(page, "Link"), HasSubstr("max_id=" + second));
  EXPECT_EQ(list("?max_id=" + second).at(0)["id"], first);
  EXPECT_EQ(list("?limit=1&min_id=" + first).at(0)["id"], second);
}

TEST_F(ApiAdminReports, WhoModeratesIsToldOfThemAndNobodyElse) {
  call("POST", "/api/v1/accounts/" + id_of("alice") + "/block", mod_);
  const auto id = report(alice_, "bob");
  const auto told = json(get("/api/v1/notifications", bearer(mod_)));
  ASSERT_EQ(told.size(), 1U) << "whoever is blocked";
  EXPECT_EQ(told[0]["type"], "admin.report");
  EXPECT_EQ(told[0]["account"]["acct"], "alice");
  EXPECT_EQ(told[0]["report"]["id"], id);
  EXPECT_EQ(told[0]["report"]["target_account"]["acct"], "bob");
  EXPECT_EQ(json(get("/api/v1/notifications", bearer(root_))).size(), 1U);
  EXPECT_EQ(json(get("/api/v1/notifications", bearer(bob_))), Json::array());
  const auto groups = json(get("/api/v2/notifications", bearer(mod_)));
  EXPECT_EQ(groups["notification_groups"].at(0)["report"]["id"], id);
  act(id, "resolve");
  EXPECT_EQ(json(get("/api/v1/notifications", bearer(root_)))[0]["report"]["action_taken"], true);
  ASSERT_TRUE(set_role(*node_, "mona", Role::member).ok());
  EXPECT_EQ(json(get("/api/v1/notifications", bearer(mod_))), Json::array());
}

}  // namespace
}  // namespace hallway::test
