#include "server/api/admin_retention.h"

#include <gmock/gmock.h>

#include "tests/support/api_staff.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;

class ApiAdminRetention : public StaffTest {
 protected:
  static std::vector<std::string> values(const Json& cohort) {
    std::vector<std::string> out;
    for (const auto& one : cohort["data"]) out.push_back(one.value("value", ""));
    return out;
  }
};

TEST_F(ApiAdminRetention, TellsHowManyOfThoseWhoCameWereThereStill) {
  const auto start = to_rfc3339(clock_.now());
  clock_.advance(days(1));
  post(alice_, {{"status", "still here"}});
  const auto carol = person("carol");
  clock_.advance(days(1));
  get("/api/v1/accounts/verify_credentials", bearer(root_));  // written down before the next post
  post(carol, {{"status", "me too"}});
  const Json body{{"start_at", start}, {"end_at", to_rfc3339(clock_.now())}, {"frequency", "day"}};
  const auto cohorts = done("POST", "/api/v1/admin/retention", root_, body);
  ASSERT_EQ(cohorts.size(), 3U);
  EXPECT_THAT(values(cohorts[0]), ElementsAre("4", "2", "1"));
  EXPECT_DOUBLE_EQ(cohorts[0]["data"][1]["rate"].get<double>(), 0.5);
  EXPECT_THAT(values(cohorts[1]), ElementsAre("1", "1"));
  EXPECT_THAT(values(cohorts[2]), ElementsAre("0"));
  EXPECT_EQ(cohorts[0]["frequency"], "day");
}

TEST_F(ApiAdminRetention, GoesByMonthsTooAndRefusesWhatCannotBe) {
  Json body{{"start_at", "2025-11-15"}, {"end_at", "2026-02-01"}, {"frequency", "month"}};
  const auto cohorts = done("POST", "/api/v1/admin/retention", root_, body);
  ASSERT_EQ(cohorts.size(), 4U);
  EXPECT_EQ(cohorts[0]["period"], "2025-11-01T00:00:00.000Z");
  EXPECT_EQ(cohorts[3]["period"], "2026-02-01T00:00:00.000Z");
  EXPECT_EQ(cohorts[0]["data"].size(), 4U);
  EXPECT_EQ(status("POST", "/api/v1/admin/retention", mod_, body), 403);
  body["frequency"] = "year";
  EXPECT_EQ(status("POST", "/api/v1/admin/retention", root_, body), 422);
  body["frequency"] = "day";
  body["start_at"] = "2020-01-01";
  EXPECT_EQ(status("POST", "/api/v1/admin/retention", root_, body), 422);
}

}  // namespace
}  // namespace hallway::test
