#include "storage/refused.h"

#include <gmock/gmock.h>

#include "tests/support/rows.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Refused : public StoreTest {
 protected:
  void add(std::string_view domain, Time at, const std::vector<std::string>& what) {
    std::vector<Refusal> fresh;
    fresh.reserve(what.size());
    for (const auto& one : what) fresh.push_back({at, "forbidden", one, "192.0.2.1"});
    write([&](WriteTxn& txn) { return add_refusals(txn, domain, fresh); });
  }
  void forget(Time before) {
    write([&](WriteTxn& txn) { return forget_refusals(txn, before); });
  }
  [[nodiscard]] std::vector<std::string> of(std::string_view domain) const {
    std::vector<std::string> what;
    for (const auto& one : list_refusals(read(), domain)) what.push_back(one.what);
    return what;
  }
};

TEST_F(Refused, WhatIsNewComesBeforeWhatIsKeptAndTheLastFewAre) {
  add("a.example", kNow, {"2", "1"});
  add("a.example", kNow, {"4", "3"});
  EXPECT_THAT(of("a.example"), ElementsAre("4", "3", "2", "1"));
  EXPECT_THAT(of("b.example"), IsEmpty());
  const auto first = list_refusals(read(), "a.example").front();
  EXPECT_EQ(first.at, kNow);
  EXPECT_EQ(first.code, "forbidden");
  EXPECT_EQ(first.from, "192.0.2.1");
  add("a.example", kNow, std::vector<std::string>(50, "x"));
  EXPECT_EQ(of("a.example").size(), kRefusalsKept);
}

TEST_F(Refused, ADomainOfWhichNothingWasRefusedForLongIsForgotten) {
  add("old.example", kNow, {"1"});
  add("new.example", kNow + days(1), {"1"});
  EXPECT_FALSE(has_refusals_before(read(), kNow));
  EXPECT_TRUE(has_refusals_before(read(), kNow + hours(1)));
  forget(kNow + hours(1));
  EXPECT_THAT(of("old.example"), IsEmpty());
  EXPECT_THAT(of("new.example"), ElementsAre("1"));
}

TEST_F(Refused, ManyDomainsFillNothing) {
  for (int n = 0; n < 520; ++n) {
    add("h" + std::to_string(n) + ".example", kNow + milliseconds(n), {"1"});
  }
  EXPECT_TRUE(has_refusals_before(read(), kNow));
  forget(kNow);
  EXPECT_EQ(read().count(Table::refusals), kMostRefusedDomains);
  EXPECT_THAT(of("h19.example"), IsEmpty()) << "those that were refused the longest time ago";
  EXPECT_THAT(of("h20.example"), ElementsAre("1"));
  EXPECT_FALSE(has_refusals_before(read(), kNow));
}

}  // namespace
}  // namespace hallway::test
