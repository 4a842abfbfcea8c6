#include "server/api/admin_accounts.h"

#include <gmock/gmock.h>

#include "storage/reports.h"
#include "tests/support/api_staff.h"

namespace hallway::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class ApiAdminAccounts : public StaffTest {
 protected:
  const std::string kV1 = "/api/v1/admin/accounts", kV2 = "/api/v2/admin/accounts";
  Json show(const std::string& id) { return json(get(kV1 + "/" + id, bearer(mod_))); }
  int act(const std::string& token, const std::string& id, const std::string& what,
          const Json& body = Json::object()) {
    return call("POST", kV1 + "/" + id + "/" + what, token, body).status;
  }
  std::vector<std::string> names(const std::string& path) {
    std::vector<std::string> out;
    for (const auto& one : json(get(path, bearer(mod_)))) out.push_back(one.value("username", ""));
    return out;
  }
};

TEST_F(ApiAdminAccounts, AreForThoseWhoModerateWithAScopeForIt) {
  const auto path = kV1 + "/" + id_of("bob");
  EXPECT_EQ(get(path).status, 401);
  EXPECT_EQ(get(path, bearer(alice_)).status, 403) << "neither scope nor role";
  const auto pretender = person("eager", kAllScopes);
  EXPECT_EQ(get(path, bearer(pretender)).status, 403) << "a scope makes no role";
  const auto narrow = token_for(*find_account(*node_->read(), "mona"), "read write");
  EXPECT_EQ(get(path, bearer(narrow)).status, 403) << "a role needs its scope";
  const auto reader = token_for(*find_account(*node_->read(), "mona"), "admin:read");
  EXPECT_EQ(get(path, bearer(reader)).status, 200);
  EXPECT_EQ(act(reader, id_of("bob"), "action", {{"type", "silence"}}), 403);
}

TEST_F(ApiAdminAccounts, TellWhatIsKnownOfSomebody) {
  const auto bob = show(id_of("bob"));
  EXPECT_EQ(bob["username"], "bob");
  EXPECT_EQ(bob["domain"], nullptr);
  EXPECT_EQ(bob["approved"], true);
  EXPECT_EQ(bob["account"]["acct"], "bob");
  EXPECT_EQ(bob["role"]["permissions"], "0");
  EXPECT_EQ(show(id_of("rhea"))["role"]["name"], "Admin");
  for (const char* member : {"created_at", "email", "ip", "ips", "locale", "invite_request",
                             "confirmed", "disabled", "silenced", "suspended", "sensitized"}) {
    EXPECT_TRUE(bob.contains(member)) << member;
  }
  const auto carol = show(to_string(stranger("carol", "other.example").id));
  EXPECT_EQ(carol["domain"], "other.example");
  EXPECT_EQ(get(kV1 + "/12", bearer(mod_)).status, 404);
}

TEST_F(ApiAdminAccounts, AreListedByOriginStateAndWords) {
  stranger("carol", "other.example");
  EXPECT_EQ(act(mod_, id_of("bob"), "action", {{"type", "silence"}}), 200);
  EXPECT_THAT(names(kV2 + "?origin=remote"), ElementsAre("carol"));
  EXPECT_THAT(names(kV1 + "?remote=true"), ElementsAre("carol"));
  EXPECT_THAT(names(kV2 + "?origin=local"), Not(Contains("carol")));
  EXPECT_THAT(names(kV2 + "?status=silenced"), ElementsAre("bob"));
  EXPECT_THAT(names(kV1 + "?silenced=true"), ElementsAre("bob"));
  EXPECT_THAT(names(kV2 + "?status=active&origin=local"), ElementsAre("mona", "rhea", "alice"));
  EXPECT_THAT(names(kV2 + "?permissions=staff"), ElementsAre("mona", "rhea"));
  EXPECT_THAT(names(kV2 + "?username=LIC"), ElementsAre("alice"));
  EXPECT_THAT(names(kV2 + "?by_domain=other.example"), ElementsAre("carol"));
  EXPECT_EQ(get(kV2 + "?status=odd", bearer(mod_)).status, 422);
  EXPECT_EQ(get(kV2 + "?origin=moon", bearer(mod_)).status, 422);
}

TEST_F(ApiAdminAccounts, WhatASensitizedPersonPostsIsHiddenUntilItIsWanted) {
  const auto id = post(alice_, {{"status", "a picture"}, {"visibility", "public"}});
  const auto timeline = [&] {
    return json(get("/api/v1/timelines/public?local=true", bearer(bob_))).at(0);
  };
  EXPECT_EQ(timeline()["sensitive"], false);
  EXPECT_EQ(act(mod_, id_of("alice"), "action", {{"type", "sensitive"}}), 200);
  EXPECT_THAT(last_deed(), HasSubstr("SensitizeActor"));
  EXPECT_EQ(show(id_of("alice"))["sensitized"], true);
  EXPECT_EQ(timeline()["sensitive"], true) << "at once, whatever was kept of the page";
  const auto note = get("/users/alice/statuses/" + id, {{"Accept", "application/activity+json"}});
  EXPECT_EQ(json(note)["sensitive"], true) << note.body;
  EXPECT_EQ(act(mod_, id_of("alice"), "unsensitive"), 200);
  EXPECT_EQ(show(id_of("alice"))["sensitized"], false);
  EXPECT_EQ(timeline()["sensitive"], false);
}

TEST_F(ApiAdminAccounts, ArePaged) {
  const auto first = get(kV2 + "?origin=local&limit=2", bearer(mod_));
  ASSERT_EQ(json(first).size(), 2U);
  const auto last = json(first)[1]["id"].get<std::string>();
  EXPECT_THAT(header(first, "Link"), HasSubstr("max_id=" + last));
  EXPECT_THAT(names(kV2 + "?origin=local&max_id=" + last), ElementsAre("bob", "alice"));
  EXPECT_THAT(names(kV2 + "?origin=local&limit=1&min_id=" + last), ElementsAre("mona"));
}

TEST_F(ApiAdminAccounts, SomebodyHereIsDisabledAndEnabledInTheNameOfWhoDidIt) {
  const auto bob = id_of("bob");
  EXPECT_EQ(act(mod_, bob, "action", {{"type", "suspend"}}), 200);
  EXPECT_THAT(last_deed(), HasSubstr("DisableAccount {\"by\":\"mona\"}"));
  EXPECT_EQ(get("/api/v1/timelines/home", bearer(bob_)).status, 401);
  EXPECT_EQ(show(bob)["suspended"], true);
  EXPECT_EQ(act(mod_, bob, "unsuspend"), 200);
  EXPECT_EQ(show(bob)["suspended"], false);
  EXPECT_EQ(act(mod_, bob, "unsuspend"), 403) << "they are not";
  EXPECT_EQ(act(mod_, bob, "action", {{"type", "disable"}}), 200);
  EXPECT_EQ(show(bob)["disabled"], true);
  EXPECT_EQ(act(mod_, bob, "enable"), 200);
  EXPECT_EQ(show(bob)["disabled"], false);
}

TEST_F(ApiAdminAccounts, SomebodyElsewhereIsBlockedOrLimited) {
  const auto carol = to_string(stranger("carol", "other.example").id);
  EXPECT_EQ(act(mod_, carol, "action", {{"type", "suspend"}}), 200);
  EXPECT_THAT(last_deed(), HasSubstr("BlockActor"));
  EXPECT_EQ(show(carol)["suspended"], true);
  EXPECT_EQ(act(mod_, carol, "unsuspend"), 200);
  EXPECT_EQ(act(mod_, carol, "action", {{"type", "silence"}}), 200);
  EXPECT_EQ(show(carol)["silenced"], true);
  EXPECT_EQ(act(mod_, carol, "unsilence"), 200);
  EXPECT_EQ(show(carol)["silenced"], false);
  EXPECT_EQ(act(mod_, carol, "action", {{"type", "disable"}}), 422);
  EXPECT_EQ(act(mod_, carol, "action", {{"type", "sensitive"}}), 200);
  EXPECT_EQ(show(carol)["sensitized"], true);
  EXPECT_EQ(act(mod_, carol, "action", {{"type", "sideways"}}), 422);
  EXPECT_EQ(act(mod_, carol, "enable"), 403);
}

TEST_F(ApiAdminAccounts, NobodyIsAboveThoseWhoAdministerNorActsOnThemselves) {
  for (const auto* name : {"rhea", "mona"}) {
    EXPECT_EQ(act(mod_, id_of(name), "action", {{"type", "suspend"}}), 403) << name;
  }
  EXPECT_EQ(act(root_, id_of("rhea"), "action", {{"type", "suspend"}}), 403);
  EXPECT_EQ(act(root_, id_of("mona"), "action", {{"type", "suspend"}}), 200);
}

TEST_F(ApiAdminAccounts, AnActionSettlesTheReportItIsFor) {
  Report report{.reporter = find_account(*node_->read(), "alice")->actor,
                .target = find_account(*node_->read(), "bob")->actor,
                .at = clock_.now()};
  const auto put = node_->writer().apply([&](WriteTxn& txn) { return put_report(txn, report); });
  ASSERT_TRUE(put.ok());
  const Json action = {
      {"type", "silence"}, {"report_id", to_string(report.id)}, {"text", "too loud"}};
  EXPECT_EQ(act(mod_, id_of("bob"), "action", {{"type", "silence"}, {"report_id", "12"}}), 404);
  EXPECT_EQ(show(id_of("bob"))["silenced"], false) << "nothing was done";
  EXPECT_EQ(act(mod_, id_of("bob"), "action", action), 200);
  const auto settled = find_report(*node_->read(), report.id);
  EXPECT_FALSE(settled->is_open());
  EXPECT_EQ(settled->resolution, "too loud");
  EXPECT_EQ(settled->resolved_by, find_account(*node_->read(), "mona")->id);
}

TEST_F(ApiAdminAccounts, OnlyWhoIsShutOutAlreadyIsDeleted) {
  const auto path = kV1 + "/" + id_of("bob");
  EXPECT_EQ(call("DELETE", path, mod_).status, 403);
  EXPECT_EQ(act(mod_, id_of("bob"), "action", {{"type", "suspend"}}), 200);
  EXPECT_EQ(call("DELETE", path, mod_).status, 200);
  EXPECT_THAT(last_deed(), HasSubstr("DeleteAccount {\"by\":\"mona\"}"));
  EXPECT_EQ(get(path, bearer(mod_)).status, 404);
  EXPECT_FALSE(find_account(*node_->read(), "bob"));
}

TEST_F(ApiAdminAccounts, WhoWaitsIsLetInOrTurnedAway) {
  for (const auto* name : {"hope", "spam"}) {
    ASSERT_TRUE(add_person(*node_, {.name = name, .waiting = true, .reason = "I work here"}).ok());
  }
  const auto id = [&](const char* name) {
    return to_string(find_account(*node_->read(), name)->actor);
  };
  EXPECT_THAT(names(kV2 + "?status=pending"), ElementsAre("spam", "hope"));
  const auto hope = show(id("hope"));
  EXPECT_EQ(hope["approved"], false);
  EXPECT_EQ(hope["invite_request"], "I work here");
  EXPECT_EQ(get("/@hope", kBrowser).status, 404) << "nobody sees them yet";
  EXPECT_EQ(act(mod_, id("hope"), "approve"), 200);
  EXPECT_EQ(get("/@hope", kBrowser).status, 200);
  EXPECT_EQ(act(mod_, id("hope"), "approve"), 409) << "they wait no longer";
  EXPECT_EQ(act(mod_, id("hope"), "reject"), 403);
  EXPECT_EQ(act(mod_, id("spam"), "reject"), 200);
  EXPECT_FALSE(find_account(*node_->read(), "spam"));
}

}  // namespace
}  // namespace hallway::test
