// A partner that was away: what it gets when it is back, and until when it is kept for it.

#include <gmock/gmock.h>

#include <algorithm>

#include "storage/peers.h"
#include "tests/support/two_towns.h"

namespace hallway {
namespace {

using testing::ElementsAre;

// Where an activity stands in the log.
uint64_t entry_number(const ReadTxn& txn, const std::string& activity) {
  const auto value = txn.get(Table::seen, key_of_text(activity));
  return value ? number_at(*value, 0) : 0;
}

class AbsentPartner : public test::TwoTowns {
 protected:
  void SetUp() override {
    befriend();
    design_.relate("acme.example", Relation::partner);
    acme_.relate("design.example", Relation::partner);
    world_.net.tap([&](const OutboundRequest& request, const Result<OutboundResponse>& answer) {
      if (request.method != "POST" || !answer.ok() || answer->status != 202) return;
      arrived_.emplace_back(find_string(*parse_json(request.body), "id").value_or(""));
    });
  }
  // A post a day, one of them edited.
  void live_on_for(int days_long) {
    for (int day = 0; day < days_long; ++day) {
      written_.insert(written_.begin(), "day " + std::to_string(day));
      const auto post = design_.post(alice_, written_.front());
      world_.pass(days(1), hours(1));
      if (day != 3) continue;
      design_.act(alice_, [&](Local& l) { return edit_post(l, post.id, {.text = "day 3, 9:00"}); });
      written_.front() = "day 3, 9:00";
    }
  }
  void expect_all_there_once() {
    EXPECT_EQ(acme_.home(bob_), written_);
    EXPECT_EQ(design_.node().read()->count(Table::deliveries), 0U);
    EXPECT_EQ(arrived_.size(), written_.size() + 1) << "the edit too";
    std::vector<std::string> once = arrived_;
    std::ranges::sort(once);
    EXPECT_EQ(std::ranges::adjacent_find(once), once.end()) << "nothing came twice";
  }

  std::vector<std::string> arrived_, written_;  // ids of activities; texts, newest first
};

TEST_F(AbsentPartner, WhoIsBackAfterEightDaysGetsWhatItMissedOnceAndInOrder) {
  acme_.stop();
  live_on_for(8);
  EXPECT_TRUE(arrived_.empty());
  const auto tried = [&] { return find_peer(*design_.node().read(), bob_at_design_.iri.domain()); };
  while (tried()->failures % 24 == 0) world_.pass(hours(1));  // where another than the first goes
  acme_.start();
  world_.pass(hours(2));
  expect_all_there_once();
  std::vector<std::string> in_order = arrived_;
  std::ranges::sort(in_order, {}, [&](const std::string& id) {
    return entry_number(*design_.node().read(), id);
  });
  EXPECT_EQ(arrived_, in_order);
}

TEST_F(AbsentPartner, WhoIsHeardFromAgainGetsItWithinAMinute) {
  acme_.stop();
  live_on_for(8);
  acme_.start();
  const auto hello = acme_.post(bob_, "We are back.");
  world_.settle();
  std::erase(arrived_, hello.iri.text() + "/activity");
  written_.insert(written_.begin(), "We are back.");
  world_.pass(minutes(1), seconds(15));
  EXPECT_EQ(design_.node().read()->count(Table::deliveries), 0U);
  EXPECT_EQ(acme_.home(bob_), written_);
}

TEST_F(AbsentPartner, AfterAMonthWhatIsOwedIsGivenUp) {
  acme_.stop();
  design_.post(alice_, "too late");
  world_.pass(days(29), hours(1));
  EXPECT_EQ(design_.node().read()->count(Table::deliveries), 1U);
  world_.pass(days(3), hours(1));
  EXPECT_EQ(design_.node().read()->count(Table::deliveries), 0U);
}

TEST_F(AbsentPartner, WhatWasOwedByANodeThatWasOffIsSentWhenItIsBack) {
  acme_.stop();
  design_.post(alice_, "written before the summer");
  world_.settle();
  design_.stop();
  world_.clock.advance(days(60));
  acme_.start();
  design_.start();
  world_.pass(hours(2));
  EXPECT_THAT(acme_.home(bob_), ElementsAre("written before the summer"));
}

}  // namespace
}  // namespace hallway
