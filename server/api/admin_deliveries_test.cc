#include "server/api/admin_deliveries.h"

#include <gmock/gmock.h>

#include "storage/delivery_hours.h"
#include "tests/support/api_staff.h"

namespace hallway::test {
namespace {

class ApiAdminDeliveries : public StaffTest {
 protected:
  void count(DeliveryEnd end, Time at) {
    ASSERT_TRUE(
        node_->writer().apply([&](WriteTxn& txn) { return count_delivery(txn, end, at); }).ok());
  }
  std::string path(const char* by, int back) const {
    return std::string("/api/hallway/v1/admin/deliveries?by=") + by +
           "&start_at=" + to_rfc3339(clock_.now() - days(back)) +
           "&end_at=" + to_rfc3339(clock_.now());
  }
};

TEST_F(ApiAdminDeliveries, AreForThoseWhoAdministerAndSayWhatTheyWant) {
  EXPECT_EQ(status("GET", path("hour", 1), root_), 200);
  EXPECT_EQ(status("GET", path("hour", 1), mod_), 403);
  EXPECT_EQ(get(path("hour", 1)).status, 401);
  EXPECT_EQ(status("GET", path("week", 1), root_), 422);
  EXPECT_EQ(status("GET", path("day", 40), root_), 422);
  EXPECT_EQ(status("GET", "/api/hallway/v1/admin/deliveries", root_), 422);
}

TEST_F(ApiAdminDeliveries, EachHourAndEachDayUpToNowIsThere) {
  const Time today{clock_.now().ms / days(1).ms * days(1).ms};
  clock_.set(today + hours(5) + minutes(1));
  count(DeliveryEnd::made, today - minutes(1));
  count(DeliveryEnd::put_off, today);
  count(DeliveryEnd::made, today + hours(5));
  count(DeliveryEnd::given_up, today + hours(5));
  const auto hourly = done("GET", path("hour", 1), root_);
  ASSERT_EQ(hourly.size(), 24U + 6U);
  EXPECT_EQ(hourly[23]["made"], 1);
  EXPECT_EQ(hourly[24]["put_off"], 1);
  EXPECT_EQ(hourly[29]["made"], 1);
  EXPECT_EQ(hourly[29]["given_up"], 1);
  EXPECT_EQ(hourly[28]["made"], 0);
  const auto daily = done("GET", path("day", 2), root_);
  ASSERT_EQ(daily.size(), 3U);
  EXPECT_EQ(daily[1]["made"], 1);
  EXPECT_EQ(daily[2]["made"], 1);
  EXPECT_EQ(daily[2]["put_off"], 1);
  EXPECT_EQ(daily[2]["given_up"], 1);
}

}  // namespace
}  // namespace hallway::test
