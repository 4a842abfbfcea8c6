#include "server/api/annual_reports.h"

#include <gmock/gmock.h>

#include "storage/annual_reads.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

class ApiAnnualReports : public ApiTest {
 protected:
  const std::string kPath = "/api/v1/annual_reports";
  Json unread() { return done("GET", kPath, alice_)["annual_reports"]; }
};

TEST_F(ApiAnnualReports, TellOfAYearWithWhatIsNamedInIt) {
  EXPECT_EQ(unread(), Json::array());
  const auto id = post(alice_, {{"status", "one #tea"}, {"visibility", "public"}});
  call("POST", "/api/v1/statuses/" + id + "/favourite", bob_);
  const auto year = year_of(clock_.now());
  const auto told = done("GET", kPath, alice_);
  const auto report = told["annual_reports"].at(0);
  EXPECT_EQ(report["year"], year);
  EXPECT_EQ(report["schema_version"], 2);
  EXPECT_EQ(report["data"]["top_statuses"]["by_favourites"], id);
  EXPECT_EQ(report["data"]["top_statuses"]["by_reblogs"], nullptr);
  EXPECT_EQ(report["data"]["top_hashtags"][0]["name"], "tea");
  EXPECT_EQ(report["data"]["time_series"].size(), 12U);
  EXPECT_EQ(told["statuses"].at(0)["id"], id);
  EXPECT_EQ(told["accounts"].at(0)["id"], report["account_id"]);
  EXPECT_EQ(done("GET", kPath + "/" + std::to_string(year), alice_), told);
  EXPECT_EQ(status("GET", kPath + "/1999", alice_), 404);
  EXPECT_EQ(status("GET", kPath + "/" + std::to_string(year), bob_), 404);
  EXPECT_EQ(get(kPath).status, 401);
}

TEST_F(ApiAnnualReports, WhatWasReadComesAgainOnceTheYearIsOver) {
  post(alice_, {{"status", "one"}});
  const auto year = year_of(clock_.now());
  const auto path = kPath + "/" + std::to_string(year);
  EXPECT_EQ(done("POST", path + "/read", alice_), Json::object());
  EXPECT_EQ(unread(), Json::array());
  EXPECT_EQ(status("GET", path, alice_), 200) << "it is there for whoever asks";
  clock_.set(begin_of_year(year + 1) + days(1));
  EXPECT_EQ(unread().size(), 1U);
  done("POST", path + "/read", alice_);
  EXPECT_EQ(unread(), Json::array());
  EXPECT_EQ(status("POST", kPath + "/1999/read", alice_), 404);
}

}  // namespace
}  // namespace hallway::test
