#include "storage/values/time.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace hallway {
namespace {

struct Moment {
  const char* text;
  int64_t ms;
};

TEST(Time, Rfc3339IsRead) {
  const Moment cases[] = {{"1970-01-01T00:00:00Z", 0},
                          {"2026-11-25T13:11:55Z", 1'795'612'315'000},
                          {"2026-11-25T13:11:55.25Z", 1'795'612'315'250},
                          {"2026-11-25T13:11:55.123456789Z", 1'795'612'315'123},
                          {"2026-11-25T14:11:55+01:00", 1'795'612'315'000},
                          {"2026-11-25T07:41:55-05:30", 1'795'612'315'000},
                          {"2026-11-25T14:11:55+0100", 1'795'612'315'000},
                          {"2026-11-25t13:11:55z", 1'795'612'315'000},
                          {"2026-11-25 13:11:55Z", 1'795'612'315'000},
                          {"2026-11-25T13:11:55", 1'795'612'315'000},
                          {"2026-11-25T13:11Z", 1'795'612'260'000},
                          {"2026-11-25T13:11", 1'795'612'260'000},
                          {"2024-02-29T00:00:00Z", 1'709'164'800'000},
                          {"2016-12-31T23:59:60Z", 1'483'228'800'000},
                          {"1969-12-31T23:59:59.999Z", -1},
                          {"0001-01-01T00:00:00Z", -62'135'596'800'000},
                          {"9999-12-31T23:59:59.999Z", 253'402'300'799'999}};
  for (const auto& c : cases) {
    const auto time = parse_rfc3339(c.text);
    ASSERT_TRUE(time.ok()) << c.text;
    EXPECT_EQ(time->ms, c.ms) << c.text;
  }
}

TEST(Time, WhatIsNoRfc3339IsRefused) {
  for (const char* text : {"",
                           "2026",
                           "2026-11-25",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-02-29T00:00:00Z",
                           "2026-04-31T00:00:00Z",
                           "2026-11-25T24:00:00Z",
                           "2026-11-25T13:60:00Z",
                           "2026-11-25T13:11:61Z",
                           "2026-11-25T13:11:55.Z",
                           "2026-11-25T13:11:55ZZ",
                           "2026-11-25T13:11:55+1",
                           "2026-11-25T13:11:55+24:00",
                           "2026-11-25T13:11:55+01:60",
                           "2026-11-25T13:11:55 +01:00",
                           "26-11-25T13:11:55Z",
                           "-026-11-25T13:11:55Z",
                           "2026-1-25T13:11:55Z",
                           "2026/11/25T13:11:55Z",
                           " 2026-11-25T13:11:55Z",
                           "2026-11-25T13:11:55Z ",
                           "now",
                           "1795612315",
                           "2026-11-25T-1:11:55Z"}) {
    EXPECT_EQ(parse_rfc3339(text).ok(), false) << text;
  }
  EXPECT_FALSE(parse_rfc3339(std::string_view("2026-11-25T13:11:55Z\0", 21)).ok());
}

TEST(Time, IsWrittenInUtcWithMillisecondsOnlyWhereNotZero) {
  EXPECT_EQ(to_rfc3339({1'795'612'315'000}), "2026-11-25T13:11:55Z");
  EXPECT_EQ(to_rfc3339({1'795'612'315'007}), "2026-11-25T13:11:55.007Z");
  EXPECT_EQ(to_rfc3339({0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_rfc3339({-1}), "1969-12-31T23:59:59.999Z");
  // Beyond what four digits of a year can say: the nearest that can be said.
  EXPECT_EQ(to_rfc3339({INT64_MAX}), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(to_rfc3339({INT64_MIN}), "0000-01-01T00:00:00Z");
}

TEST(Time, HttpDatesAreReadAndWritten) {
  const Moment cases[] = {{"Thu, 01 Jan 1970 00:00:00 GMT", 0},
                          {"Sun, 06 Nov 1994 08:49:37 GMT", 784'111'777'000},
                          {"Wed, 25 Nov 2026 13:11:55 GMT", 1'795'612'315'000},
                          {"Thu, 29 Feb 2024 23:59:59 GMT", 1'709'251'199'000}};
  for (const auto& c : cases) {
    ASSERT_TRUE(parse_http_date(c.text).ok()) << c.text;
    EXPECT_EQ(parse_http_date(c.text)->ms, c.ms) << c.text;
    EXPECT_EQ(to_http_date({c.ms}), c.text);
  }
}

TEST(Time, WhatIsNotThePreferredHttpDateIsRefused) {
  for (const char* text :
       {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37", "Xyz, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994",
        "2026-11-25T13:11:55Z"}) {
    EXPECT_FALSE(parse_http_date(text).ok()) << text;
  }
}

TEST(Time, WhatIsWrittenIsRead) {
  for (int64_t ms = -50'000'000'000'000; ms < 250'000'000'000'000; ms += 1'234'567'890'123) {
    EXPECT_EQ(parse_rfc3339(to_rfc3339({ms}))->ms, ms);
    const int64_t whole = ms - ms % 1000;
    EXPECT_EQ(parse_http_date(to_http_date({whole}))->ms, whole);
  }
}

TEST(Time, AManualClockMovesOnlyWhenTold) {
  ManualClock clock(Time{1000});
  EXPECT_EQ(clock.now(), Time{1000});
  clock.advance(seconds(2));
  EXPECT_EQ(clock.now() - Time{1000}, milliseconds(2000));
  clock.set(Time{5});
  EXPECT_EQ(clock.now().ms, 5);
  // Some moment between the writing of this test and the end of the century.
  EXPECT_GT(SystemClock().now().ms, 1'700'000'000'000);
  EXPECT_LT(SystemClock().now().ms, 4'102'444'800'000);
}

TEST(Time, WhatNobodySetsNeverGoesBack) {
  const auto before = monotonic_ms();
  std::this_thread::sleep_for(std::chrono::milliseconds(3));
  const auto after = monotonic_ms();
  EXPECT_GE(after - before, 2);
  EXPECT_LT(after - before, 60'000);
}

}  // namespace
}  // namespace hallway
