// A node whose clock leaps, as after a dead battery or a wrong time server, and is put right.

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "server/audit.h"
#include "server/secrets.h"
#include "storage/log.h"
#include "tests/support/outcome.h"
#include "tests/support/sanitizer.h"
#include "tests/support/two_towns.h"

namespace hallway {
namespace {

using testing::UnorderedElementsAreArray;

class Leap : public test::TwoTowns {
 protected:
  void SetUp() override {
    befriend();
    world_.net.tap([&](const OutboundRequest& request, const Result<OutboundResponse>& answer) {
      if (request.method != "POST" || !answer.ok() || answer->status != 202) return;
      ++taken_[std::string(find_string(*parse_json(request.body), "id").value_or(""))];
    });
  }
  // As time does, with the house kept at each step.
  void pass(Duration time, Duration step) {
    for (const auto end = world_.clock.now() + time; world_.clock.now() < end;) {
      world_.pass(step, step);
      test::ok(design_.node().keep_house());
    }
    world_.settle();
  }
  // Design's clock is wrong by `off` for `time`, then right again.
  void live_wrong(Duration off, Duration time) {
    design_.post(alice_, "before");
    design_.set_clock(off);
    world_.settle();
    design_.post(alice_, "meanwhile");
    acme_.post(bob_, "from acme");
    const auto step = test::kSanitized && time > hours(1) ? minutes(5) : minutes(1);
    pass(time, step);
    design_.set_clock({});
    pass(minutes(1), minutes(1));
  }
  // All of it has come, each once, and nothing waits.
  void expect_all_came_once(const std::vector<std::string>& texts) {
    EXPECT_EQ(design_.node().read()->count(Table::deliveries), 0U);
    EXPECT_EQ(acme_.node().read()->count(Table::deliveries), 0U);
    EXPECT_EQ(taken_.size(), texts.size());
    for (const auto& [activity, times] : taken_) EXPECT_EQ(times, 1) << activity;
    EXPECT_THAT(acme_.home(bob_), UnorderedElementsAreArray(texts));
    EXPECT_THAT(design_.home(alice_), UnorderedElementsAreArray(texts));
  }
  std::map<std::string, int> taken_;  // by id: how often it was answered 202
};

TEST_F(Leap, AYearAheadAndBackLosesNothing) {
  world_.net.trouble("acme.example", {.down = true});  // so that something is owed already
  design_.post(alice_, "owed");
  world_.settle();
  world_.net.trouble("acme.example", {});
  live_wrong(days(365), hours(20));
  design_.post(alice_, "after");
  pass(hours(7), minutes(5));
  expect_all_came_once({"owed", "before", "meanwhile", "from acme", "after"});
}

TEST_F(Leap, ADayBackAndRightAgainLosesNothing) {
  live_wrong({-days(1).ms}, hours(20));
  design_.post(alice_, "after");
  pass(hours(25), minutes(5));
  expect_all_came_once({"before", "meanwhile", "from acme", "after"});
}

TEST_F(Leap, WhatWasPlannedOnTheWrongDayIsDoneWithinMinutesOfTheRightOne) {
  live_wrong(days(365), minutes(2));
  design_.post(alice_, "after");
  pass(minutes(5), minutes(1));
  expect_all_came_once({"before", "meanwhile", "from acme", "after"});
}

TEST_F(Leap, TheLogVerifiesAndGoesOnBeingSigned) {
  live_wrong(days(365), hours(2));
  design_.post(alice_, "after");
  pass(hours(2), minutes(5));
  const auto txn = design_.node().read();
  const auto report = verify_audit(*txn, design_.node().home(), {heads_file(design_.dir())});
  ASSERT_TRUE(report.ok()) << report.error().what;
  ASSERT_TRUE(report->newest);
  EXPECT_EQ(report->newest->seq, last_log(*txn)->seq) << "no head waits for the wrong day";
}

TEST_F(Leap, NoIdIsGivenTwice) {
  std::set<Id> ids;
  const auto note = [&](Duration off) {
    design_.set_clock(off);
    for (int i = 0; i < 20; ++i) ids.insert(design_.post(alice_, "x").id);
  };
  for (const auto off : {Duration{}, days(365), Duration{}, Duration{-days(1).ms}, Duration{}}) {
    note(off);
  }
  EXPECT_EQ(ids.size(), 100U);
  design_.set_clock({});
  pass(minutes(5), minutes(1));
}

TEST_F(Leap, ALinkMadeMeanwhileOpensNothingAfterwards) {
  const auto account = find_account(*design_.node().read(), "alice")->id;
  design_.set_clock(days(365));
  const auto link = test::ok(make_sign_in_link(design_.node(), account));
  const auto secret = link.substr(link.rfind('/') + 1);
  EXPECT_TRUE(find_token(*design_.node().read(), secret, design_.node().now()));
  design_.set_clock({});
  EXPECT_FALSE(find_token(*design_.node().read(), secret, design_.node().now()));
}

}  // namespace
}  // namespace hallway
