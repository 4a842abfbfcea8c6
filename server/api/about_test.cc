#include "server/api/about.h"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

class ApiAbout : public ApiTest {
 protected:
  void reopen() {
    open(FederationMode::allowlist);  // all of this is for everybody in every mode
  }
  std::string file(const std::string& name, const std::string& text) {
    const auto path = files_.path() / name;
    std::ofstream(path) << text;
    return path.string();
  }
  Response about(const std::string& what) { return get("/api/v1/instance/" + what); }
  TempDir files_;
};

TEST_F(ApiAbout, WhereNothingWasWrittenThereIsNothing) {
  for (const auto* what : {"extended_description", "privacy_policy", "terms_of_service",
                           "terms_of_service/2026-01-01"}) {
    EXPECT_EQ(about(what).status, 404) << what;
  }
  EXPECT_EQ(json(about("rules")), Json::array());
  EXPECT_EQ(json(about("translation_languages")), Json::object());
}

TEST_F(ApiAbout, WhatAnOperatorWroteIsShown) {
  config_.about.description_file = file("d.html", "<p>More</p>");
  config_.about.privacy_file = file("p.txt", "We keep little.");
  reopen();
  EXPECT_EQ(json(about("extended_description"))["content"], "<p>More</p>");
  const auto privacy = json(about("privacy_policy"));
  EXPECT_EQ(privacy["content"], "<p>We keep little.</p>");
  EXPECT_TRUE(parse_rfc3339(privacy["updated_at"].get<std::string>()).ok());
}

TEST_F(ApiAbout, TermsNameTheirDayAndWhatFollowsThem) {
  file("2026-01-01.txt", "Be kind.");
  file("2999-01-01.txt", "Be kinder.");
  config_.about.terms_folder = files_.path().string();
  reopen();
  const Json first = {{"effective_date", "2026-01-01"},
                      {"effective", true},
                      {"content", "<p>Be kind.</p>"},
                      {"succeeded_by", "2999-01-01"}};
  EXPECT_EQ(json(about("terms_of_service")), first);
  EXPECT_EQ(json(about("terms_of_service/2026-01-01")), first);
  const auto next = json(about("terms_of_service/2999-01-01"));
  EXPECT_EQ(next["effective"], false);
  EXPECT_EQ(next["succeeded_by"], nullptr);
  EXPECT_EQ(about("terms_of_service/2027-01-01").status, 404);
}

TEST_F(ApiAbout, RulesAndWhomToAskStandInBothInstanceDocuments) {
  config_.about.rules_file = file("rules.txt", "Be kind.\nSay who you are.\n");
  config_.about.contact_email = "help@design.example";
  config_.about.contact_account = "alice";
  reopen();
  const auto v1 = json(get("/api/v1/instance")), v2 = json(get("/api/v2/instance"));
  EXPECT_EQ(v1["email"], "help@design.example");
  EXPECT_EQ(v1["contact_account"]["acct"], "alice");
  EXPECT_EQ(v2["contact"]["email"], "help@design.example");
  EXPECT_EQ(v2["contact"]["account"]["acct"], "alice");
  const auto rules = json(about("rules"));
  EXPECT_EQ(v1["rules"], rules);
  EXPECT_EQ(v2["rules"], rules);
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_EQ(rules[1], (Json{{"id", "2"},
                            {"text", "Say who you are."},
                            {"hint", ""},
                            {"translations", Json::object()}}));
}

TEST_F(ApiAbout, WhoIsNotHereAnyMoreIsNotNamed) {
  config_.about.contact_account = "nobody";
  reopen();
  EXPECT_EQ(json(get("/api/v1/instance"))["contact_account"], nullptr);
}

}  // namespace
}  // namespace hallway::test
