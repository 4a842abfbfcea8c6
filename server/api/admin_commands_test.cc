#include "server/api/admin_commands.h"

#include <gmock/gmock.h>

#include "tests/support/api_staff.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string kAdmin = "/api/hallway/v1/admin/";

class ApiAdminCommands : public StaffTest {};

TEST_F(ApiAdminCommands, AreForThoseWhoAdministerAndTheirProgramsThatMay) {
  const auto everyday = token_for(*find_account(*node_->read(), "rhea"), "read write");
  for (const auto* path : {"partners", "announcements", "invitations", "health", "site"}) {
    EXPECT_EQ(status("GET", kAdmin + path, root_), 200) << path;
    for (const auto& token : {mod_, alice_, everyday}) {
      EXPECT_EQ(status("GET", kAdmin + path, token), 403) << path;
    }
    EXPECT_EQ(get(kAdmin + path).status, 401) << path;
  }
  const auto reader = token_for(*find_account(*node_->read(), "rhea"), "admin:read");
  EXPECT_EQ(status("PUT", kAdmin + "partners/a.example", reader, {{"relation", "partner"}}), 403);
  EXPECT_EQ(status("POST", kAdmin + "invitations", reader), 403);
  EXPECT_EQ(status("PATCH", kAdmin + "site", reader, {{"accent", "plum"}}), 403);
}

TEST_F(ApiAdminCommands, APartnerIsAgreedWithLookedAtAndForgotten) {
  const auto path = kAdmin + "partners/b.example";
  const auto made = done("PUT", path, root_,
                         {{"relation", "partner"},
                          {"experts", "both"},
                          {"note", "see ticket 7"},
                          {"permits", {"10.0.0.0/8"}}});
  EXPECT_EQ(made["relation"], "partner");
  EXPECT_THAT(last_deed(), HasSubstr("\"by\":\"rhea\""));
  const auto shown = done("GET", path, root_);
  EXPECT_EQ(shown["note"], "see ticket 7");
  EXPECT_EQ(shown["experts"], "both");
  EXPECT_EQ(shown["permits"], Json::array({"10.0.0.0/8"}));
  EXPECT_TRUE(shown["waiting"].empty());
  EXPECT_EQ(done("GET", kAdmin + "partners", root_)["partners"].size(), 1U);
  EXPECT_EQ(status("PUT", path, root_, {{"relation", "cousin"}}), 422);
  EXPECT_EQ(status("PUT", kAdmin + "partners/localhost:99999", root_, {{"relation", "partner"}}),
            422);
  EXPECT_TRUE(done("GET", path + "/refused", root_)["refused"].empty());
  done("DELETE", path, root_);
  EXPECT_EQ(status("GET", path, root_), 404);
}

TEST_F(ApiAdminCommands, SayWhyAPostDoesNotGoSomewhere) {
  relate("evil.example", Relation::blocked);
  const auto post = done("POST", "/api/v1/statuses", alice_, {{"status", "Tea"}});
  const auto why = done("GET",
                        kAdmin + "why?domain=evil.example&object=" +
                            std::string(find_string(post, "id").value_or("")),
                        root_);
  EXPECT_EQ(why["allowed"], false);
  EXPECT_NE(why["why"], "");
  EXPECT_EQ(status("GET", kAdmin + "why?domain=evil.example", root_), 422);
}

TEST_F(ApiAdminCommands, WhatIsAnnouncedIsListedAndTakenAway) {
  const auto made = done("POST", kAdmin + "announcements", root_,
                         {{"text", "Tea at four"}, {"ends", "2099-01-01"}});
  EXPECT_THAT(last_deed(), HasSubstr("AddAnnouncement {\"by\":\"rhea\""));
  const auto all = done("GET", kAdmin + "announcements", root_)["announcements"];
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0]["text"], "Tea at four");
  const auto path = kAdmin + "announcements/" + made["id"].get<std::string>();
  done("DELETE", path, root_);
  EXPECT_EQ(status("DELETE", path, root_), 404);
  EXPECT_EQ(status("POST", kAdmin + "announcements", root_, {{"text", ""}}), 422);
}

TEST_F(ApiAdminCommands, AnInvitationComesWithItsCodeAndIsWithdrawn) {
  const auto made = done("POST", kAdmin + "invitations", root_, {{"people", 5}, {"days", "30"}});
  EXPECT_THAT(made["link"].get<std::string>(), StartsWith(node_->home().base.text() + "invite/"));
  EXPECT_THAT(made["qr"].get<std::string>(), StartsWith("<svg"));
  EXPECT_EQ(made["by"], "rhea");
  const auto all = done("GET", kAdmin + "invitations", root_)["invitations"];
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0]["left"], 5);
  EXPECT_FALSE(all[0].contains("link"));
  done("DELETE", kAdmin + "invitations/" + made["id"].get<std::string>(), root_);
  EXPECT_TRUE(done("GET", kAdmin + "invitations", root_)["invitations"].empty());
  for (const auto* wrong : {"0", "501", "many"}) {
    EXPECT_EQ(status("POST", kAdmin + "invitations", root_, {{"people", wrong}}), 422) << wrong;
  }
}

TEST_F(ApiAdminCommands, ARoleIsGivenToOthersAndNotToOneself) {
  const auto path = kAdmin + "accounts/" + id_of("alice") + "/role";
  EXPECT_EQ(done("PUT", path, root_, {{"role", "moderator"}})["role"], "moderator");
  EXPECT_THAT(last_deed(), HasSubstr("SetRole {\"by\":\"rhea\""));
  EXPECT_EQ(status("PUT", path, root_, {{"role", "queen"}}), 422);
  EXPECT_EQ(status("PUT", path, mod_, {{"role", "admin"}}), 403);
  EXPECT_EQ(
      status("PUT", kAdmin + "accounts/" + id_of("rhea") + "/role", root_, {{"role", "member"}}),
      403);
  const auto carol = stranger("carol", "far.example");
  EXPECT_EQ(status("PUT", kAdmin + "accounts/" + to_string(carol.id) + "/role", root_,
                   {{"role", "admin"}}),
            404);
}

TEST_F(ApiAdminCommands, ALinkForANewPasswordIsMadeAndLogged) {
  const auto path = kAdmin + "accounts/" + id_of("bob") + "/reset_link";
  // What is sent besides is none of a password's business.
  const auto made = call("POST", path, root_, {{"password", "correct horse battery"}});
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(header(made, "Cache-Control"), "no-store");
  EXPECT_THAT(json(made)["link"].get<std::string>(),
              StartsWith(node_->home().base.text() + "reset/"));
  EXPECT_THAT(last_deed(), HasSubstr("MakeResetLink {\"by\":\"rhea\"}"));
  EXPECT_EQ(status("POST", path, mod_), 403);
  EXPECT_EQ(status("POST", kAdmin + "accounts/" + id_of("rhea") + "/reset_link", root_), 403);
}

TEST_F(ApiAdminCommands, WhatTheNodeIsCalledIsForTheFileToSayFirst) {
  const auto site = done("GET", kAdmin + "site", root_);
  EXPECT_EQ(site["name"], "Design & Co");
  EXPECT_EQ(site["fixed"]["name"], true);
  EXPECT_EQ(status("PATCH", kAdmin + "site", root_, {{"name", "Kiln"}}), 409);
  EXPECT_EQ(done("PATCH", kAdmin + "site", root_, {{"accent", "moss"}})["accent"], "moss");
  EXPECT_THAT(last_deed(), HasSubstr("SetSite"));
}

}  // namespace
}  // namespace hallway::test
