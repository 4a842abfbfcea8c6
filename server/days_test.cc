#include "server/days.h"

#include <gmock/gmock.h>

#include "storage/accounts.h"
#include "storage/tokens.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;

TEST(DaySpan, HoldsEveryDayThatIsTouched) {
  const auto at = [](const char* text) { return *parse_rfc3339(text); };
  const auto span = DaySpan::between(at("2026-11-01T23:00:00Z"), at("2026-11-03T00:00:00Z"));
  EXPECT_EQ(span.count, 3U);
  EXPECT_EQ(span.begin(), at("2026-11-01T00:00:00Z"));
  EXPECT_EQ(span.end(), at("2026-11-04T00:00:00Z"));
  EXPECT_EQ(span.day_of(at("2026-11-02T12:00:00Z")), 1U);
  EXPECT_EQ(span.day_of(at("2026-11-04T00:00:00Z")), std::nullopt);
  EXPECT_EQ(span.day_of(at("2026-10-31T23:59:59Z")), std::nullopt);
  EXPECT_EQ(span.before().end(), span.begin());
  EXPECT_EQ(DaySpan::between(at("2026-11-02T00:00:00Z"), at("2026-11-01T00:00:00Z")).count, 0U);
}

class Days : public ApiTest {
 protected:
  std::vector<size_t> active(const Activity& activity) {
    std::vector<size_t> out;
    for (const auto& day : activity.active) out.push_back(day.size());
    return out;
  }
};

TEST_F(Days, WhoDoesSomethingIsActiveOnThatDay) {
  const auto start = clock_.now();
  const auto first = post(alice_, {{"status", "one"}, {"visibility", "public"}});
  post(alice_, {{"status", "two"}});
  clock_.advance(days(1));
  call("POST", "/api/v1/statuses/" + first + "/favourite", bob_);
  post(bob_, {{"status", "well"}, {"in_reply_to_id", first}, {"visibility", "public"}});
  call("POST", "/api/v1/statuses/" + first + "/reblog", alice_);
  clock_.advance(days(2));
  const auto found = read_activity(node_->read().value(), DaySpan::between(start, clock_.now()));
  EXPECT_THAT(active(found), ElementsAre(1, 2, 0, 0)) << "of a program only its last day counts";
  EXPECT_THAT(found.interactions, ElementsAre(0, 3, 0, 0));
}

TEST_F(Days, TheLastUseCounts) {
  const auto account = *find_account(node_->read().value(), "alice");
  EXPECT_EQ(last_activity(node_->read().value())[account.id], account.created);
  clock_.advance(days(3));
  const Token token{.account = account.id, .created = clock_.now(), .used = clock_.now()};
  ASSERT_TRUE(
      node_->writer().apply([&](WriteTxn& txn) { return put_token(txn, "used", token); }).ok());
  EXPECT_EQ(last_activity(node_->read().value())[account.id], clock_.now());
  clock_.advance(days(1));
  post(alice_, {{"status", "later"}});
  EXPECT_GE(last_activity(node_->read().value())[account.id], clock_.now() - seconds(1));
}

}  // namespace
}  // namespace hallway::test
