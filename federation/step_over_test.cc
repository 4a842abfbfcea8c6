#include "federation/step_over.h"

#include "federation/deliver.h"
#include "storage/outcomes.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

class StepOverTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    befriend(eve_, alice_);
    post(alice_, "hello");
    row_ = list_due(read(), peer("remote.example").id, clock_.now(), 1).at(0);
  }
  StepOver::What over() {
    return write([&](WriteTxn& txn) {
      const auto to = *find_peer(txn, row_.peer);
      return StepOver{txn, home_, to, clock_.now()}.over(row_, find_log(txn, row_.activity));
    });
  }
  void suspend(bool suspended, bool gone = false) {
    write([&](WriteTxn& txn) -> Result<void> {
      auto alice = *find_actor(txn, alice_.id);
      alice.suspended = suspended;
      alice.gone = gone;
      return put_actor(txn, alice, clock_.now());
    });
  }
  // Why the row ended.
  std::string why() {
    const auto ended = list_outcomes(read(), row_.activity, domain("remote.example"), 9);
    if (ended.size() != 1 || ended[0].delivered || find_delivery(read(), row_.id))
      return "not ended";
    return ended[0].why;
  }
  Delivery row_;
};

TEST_F(StepOverTest, WhatIsToBeSentIsLeftAlone) {
  EXPECT_EQ(over(), StepOver::not_at_all);
  EXPECT_EQ(find_delivery(read(), row_.id)->next, row_.next);
}

TEST_F(StepOverTest, AfterAWeekNothingIsOwedToWhoDoesNotAnswer) {
  set_peer("remote.example", [](Peer& peer) { peer.failures = 112; });
  clock_.set(row_.created + days(7));
  EXPECT_EQ(over(), StepOver::not_at_all);
  row_.error = "no connection";
  clock_.advance(milliseconds(1));
  EXPECT_EQ(over(), StepOver::ended);
  EXPECT_EQ(why(), "owed for more than 7 days; at last: no connection");
}

TEST_F(StepOverTest, PartnersAndSiblingsAreOwedItForAMonth) {
  for (const auto relation : {Relation::partner, Relation::sibling}) {
    set_peer("remote.example", [=](Peer& peer) {
      peer.relation = relation;
      peer.failures = 480;
    });
    clock_.set(row_.created + days(30));
    EXPECT_EQ(over(), StepOver::not_at_all);
  }
  clock_.advance(milliseconds(1));
  EXPECT_EQ(over(), StepOver::ended);
  EXPECT_EQ(why(), "owed for more than 30 days");
}

// Nobody was asked while the node was switched off, or on the day when its clock was a year ahead.
TEST_F(StepOverTest, WhatWasHardlyTriedIsOwedHoweverOldItIs) {
  clock_.advance(days(365));
  EXPECT_EQ(over(), StepOver::not_at_all);
  set_peer("remote.example", [](Peer& peer) { peer.failures = 111; });
  EXPECT_EQ(over(), StepOver::not_at_all);
}

// The line was down before this was owed: what it failed then is no try of this.
TEST_F(StepOverTest, WhatALineFailedBeforeItWasOwedDoesNotCount) {
  set_peer("remote.example", [](Peer& peer) { peer.failures = 1'000; });
  row_.failures_before = 1'000 - 111;
  const auto later = row_.created + days(365);
  EXPECT_FALSE(is_overdue(row_, peer("remote.example"), later));
  row_.failures_before = 1'000 - 112;
  EXPECT_TRUE(is_overdue(row_, peer("remote.example"), later));
  // It was up in between, and counts anew.
  set_peer("remote.example", [](Peer& peer) { peer.failures = 111; });
  EXPECT_FALSE(is_overdue(row_, peer("remote.example"), later));
  set_peer("remote.example", [](Peer& peer) { peer.failures = 112; });
  EXPECT_TRUE(is_overdue(row_, peer("remote.example"), later));
}

// Owed while the clock was ahead: what was tried decides.
TEST_F(StepOverTest, WhatIsDatedAheadIsOverdueOnceItWasTriedForLong) {
  set_peer("remote.example", [](Peer& peer) { peer.failures = 111; });
  const auto back = row_.created - days(365);
  EXPECT_FALSE(is_overdue(row_, peer("remote.example"), back));
  set_peer("remote.example", [](Peer& peer) { peer.failures = 112; });
  EXPECT_TRUE(is_overdue(row_, peer("remote.example"), back));
}

TEST_F(StepOverTest, WhatWasAnsweredWithTroubleAFewTimesIsOverdueAfterAWeek) {
  const auto to = peer("remote.example");
  row_.attempts = 16;
  EXPECT_FALSE(is_overdue(row_, to, row_.created + days(7)));
  EXPECT_TRUE(is_overdue(row_, to, row_.created + days(8)));
  row_.attempts = 15;
  EXPECT_FALSE(is_overdue(row_, to, row_.created + days(8)));
}

TEST_F(StepOverTest, WhoIsDisabledOwesForAWeek) {
  suspend(true);
  clock_.set(row_.created + days(7));
  EXPECT_EQ(over(), StepOver::put_off);
  clock_.advance(milliseconds(1));
  EXPECT_EQ(over(), StepOver::ended);
}

TEST_F(StepOverTest, NothingGoesToWhomWeMayNotTalkTo) {
  set_peer("remote.example", [](Peer& peer) { peer.relation = Relation::blocked; });
  EXPECT_EQ(over(), StepOver::ended);
  EXPECT_EQ(why(), "the domain is blocked");
}

TEST_F(StepOverTest, WhatWasDeletedIsNotSent) {
  write([&](WriteTxn& txn) { return erase_payload(txn, row_.activity); });
  EXPECT_EQ(over(), StepOver::ended);
  EXPECT_EQ(why(), "deleted before it was sent");
}

TEST_F(StepOverTest, WhatIsForPartnersStaysWhereOneIsNoneAnyMore) {
  const auto become = [&](Relation relation) {
    set_peer("remote.example", [=](Peer& peer) { peer.relation = relation; });
  };
  const auto take_last = [&] {
    const auto rows = list_due(read(), peer("remote.example").id, clock_.now(), 99);
    row_ = *std::ranges::max_element(rows, {}, &Delivery::activity);
  };
  become(Relation::partner);
  const auto made = post(alice_, NewPost{.text = "ours", .label = Label::partners});
  take_last();
  const auto create = row_;
  EXPECT_EQ(over(), StepOver::not_at_all);
  ok(act(alice_, [&](Local& local) { return edit_post(local, made.id, {.text = "edited"}); }));
  take_last();
  const auto update = row_;
  befriend(eve_, bob_);
  ok(act(bob_, [&](Local& local) { return boost(local, made.id); }));
  take_last();
  const auto announce = row_;
  become(Relation::public_);
  for (const auto& row : {create, update, announce}) {
    row_ = row;
    EXPECT_EQ(over(), StepOver::ended);
    EXPECT_EQ(why(), "the label does not reach that far");
  }
  become(Relation::partner);
  ok(act(alice_, [&](Local& local) { return delete_post(local, made.id); }));
  take_last();
  become(Relation::public_);
  EXPECT_EQ(over(), StepOver::not_at_all) << "that it is gone may be known";
}

TEST_F(StepOverTest, WhoIsDisabledSendsNothingUntilTheyMayAgain) {
  suspend(true);
  EXPECT_EQ(over(), StepOver::put_off);
  EXPECT_EQ(find_delivery(read(), row_.id)->next, clock_.now() + minutes(10));
  suspend(false);
  EXPECT_EQ(over(), StepOver::not_at_all);
}

TEST_F(StepOverTest, OfWhoIsDeletedOnlyTheFarewellIsSent) {
  suspend(false, /*gone=*/true);
  EXPECT_EQ(over(), StepOver::ended);
  EXPECT_EQ(why(), "its signer was deleted");
}

}  // namespace
}  // namespace hallway::test
