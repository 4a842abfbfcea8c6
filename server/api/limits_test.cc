#include "server/api/limits.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

constexpr Time kMorning{1'795'600'000'000};
constexpr std::string_view kShow = "/api/v1/statuses/{id}";

ApiLimits limits_of(int requests, int uploads, int deletions) {
  Config::Limits limits;
  limits.api_requests = requests;
  limits.api_uploads = uploads;
  limits.api_deletions = deletions;
  return ApiLimits(limits);
}

TEST(ApiLimits, CountEachCallerAloneAndOpenAfterFiveMinutes) {
  auto limits = limits_of(2, 0, 0);
  EXPECT_EQ(limits.count("GET", kShow, "a", kMorning)->left, 1);
  EXPECT_EQ(limits.count("GET", kShow, "a", kMorning)->left, 0);
  EXPECT_FALSE(limits.count("GET", kShow, "a", kMorning + minutes(4))->admitted);
  EXPECT_TRUE(limits.count("GET", kShow, "b", kMorning + minutes(4))->admitted);
  EXPECT_TRUE(limits.count("GET", kShow, "a", kMorning + minutes(5))->admitted);
}

TEST(ApiLimits, HoldUploadsAndDeletionsTighterForLonger) {
  struct Row {
    const char *method, *pattern;
    int most;
  };
  const Row rows[] = {
      {"POST", "/api/v1/media", 3},           {"POST", "/api/v2/media", 3},
      {"DELETE", "/api/v1/statuses/{id}", 2}, {"POST", "/api/v1/statuses/{id}/unreblog", 2},
      {"GET", "/api/v1/media/{id}", 100},     {"POST", "/api/v1/statuses", 100}};
  for (const auto& row : rows) {
    auto limits = limits_of(100, 3, 2);
    const auto first = limits.count(row.method, row.pattern, "a", kMorning);
    ASSERT_TRUE(first.has_value());
    EXPECT_EQ(first->most, row.most) << row.method << row.pattern;
    EXPECT_EQ(first->reset, kMorning + minutes(row.most == 100 ? 5 : 30));
    for (int i = 1; i < row.most; ++i) limits.count(row.method, row.pattern, "a", kMorning);
    EXPECT_FALSE(limits.count(row.method, row.pattern, "a", kMorning + minutes(4))->admitted);
  }
}

TEST(ApiLimits, ZeroIsNoLimit) {
  auto limits = limits_of(0, 0, 0);
  EXPECT_EQ(limits.count("POST", "/api/v2/media", "a", kMorning), std::nullopt);
}

class ApiLimitsNode : public ApiTest {
 protected:
  void SetUp() override {
    config_.limits.api_requests = 3;
    config_.limits.api_deletions = 1;
    ApiTest::SetUp();
  }
};

TEST_F(ApiLimitsNode, EachAnswerTellsHowTheCallerStands) {
  const auto answer = get("/api/v1/timelines/home", bearer(alice_));
  EXPECT_EQ(header(answer, "X-RateLimit-Limit"), "3");
  EXPECT_EQ(header(answer, "X-RateLimit-Remaining"), "2");
  const auto reset = parse_rfc3339(header(answer, "X-RateLimit-Reset"));
  ASSERT_TRUE(reset.ok());
  EXPECT_EQ(*reset, clock_.now() + minutes(5));
  EXPECT_EQ(header(get("/api/v1/statuses/12", bearer(alice_)), "X-RateLimit-Remaining"), "1")
      << "errors count as well";
  EXPECT_EQ(header(get("/users/alice"), "X-RateLimit-Limit"), "") << "no method of the API";
}

TEST_F(ApiLimitsNode, WhoCallsTooOftenIsToldWhenToComeBack) {
  for (int i = 0; i < 3; ++i) get("/api/v1/timelines/home", bearer(alice_));
  const auto refused = get("/api/v1/timelines/home", bearer(alice_));
  EXPECT_EQ(refused.status, 429);
  EXPECT_THAT(std::string(find_string(json(refused), "error").value_or("")),
              HasSubstr("Too many requests"));
  EXPECT_EQ(header(refused, "X-RateLimit-Remaining"), "0");
  EXPECT_EQ(header(refused, "Retry-After"), "300");
  EXPECT_EQ(header(refused, "Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(get("/api/v1/timelines/home", bearer(bob_)).status, 200) << "others go on";
  clock_.advance(minutes(5));
  EXPECT_EQ(get("/api/v1/timelines/home", bearer(alice_)).status, 200);
}

TEST_F(ApiLimitsNode, AllTokensOfAnAccountCountAsOne) {
  const auto other = token_for(*find_account(*node_->read(), "alice"), "read");
  for (int i = 0; i < 2; ++i) get("/api/v1/timelines/home", bearer(alice_));
  EXPECT_EQ(header(get("/api/v1/timelines/home", bearer(other)), "X-RateLimit-Remaining"), "0");
}

TEST_F(ApiLimitsNode, WithoutAGoodTokenTheAddressCounts) {
  for (const auto* token : {"", "wrong"}) {
    clock_.advance(minutes(6));
    const auto headers = *token ? bearer(token) : Headers();
    for (int i = 0; i < 3; ++i) get("/api/v1/instance", headers);
    EXPECT_EQ(get("/api/v1/instance", headers).status, 429);
    auto elsewhere = request("GET", "/api/v1/instance", headers);
    elsewhere.peer_address = "198.51.100.7";
    EXPECT_EQ(node_->handle(elsewhere).status, 200);
    EXPECT_NE(get("/api/v1/timelines/home", bearer(alice_)).status, 429) << "who is signed in";
  }
}

TEST_F(ApiLimitsNode, WhatWasRefusedIsNotDone) {
  const auto first = post(bob_, {{"status", "one"}}), second = post(bob_, {{"status", "two"}});
  EXPECT_EQ(call("DELETE", "/api/v1/statuses/" + first, bob_).status, 200);
  clock_.advance(minutes(6));
  EXPECT_EQ(call("DELETE", "/api/v1/statuses/" + second, bob_).status, 429);
  EXPECT_EQ(get("/api/v1/statuses/" + second, bearer(bob_)).status, 200);
}

}  // namespace
}  // namespace hallway::test
