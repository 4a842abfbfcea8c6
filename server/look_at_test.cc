#include "server/look_at.h"

#include "storage/fetches.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

class LookedAt : public NodeTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    relate("other.example", Relation::partner);
    carol_ = stranger("carol", "other.example");
    carol_.featured = iri(carol_.iri.text() + "/featured");
    const auto put =
        node_->writer().apply([&](WriteTxn& txn) { return put_actor(txn, carol_, clock_.now()); });
    ASSERT_TRUE(put.ok());
  }
  // What waits to be fetched after a look at her as she is stored.
  size_t asked_after_a_look() {
    look_at(*node_, *find_actor(node_->read().value(), carol_.id));
    node_->writer().drain();
    return node_->read().value().count(Table::fetches);
  }
  Actor carol_;
};

TEST_F(LookedAt, WhatSomebodyElsewhereFeaturesIsAskedForOnceInSixHours) {
  EXPECT_EQ(asked_after_a_look(), 1U);
  const auto looked = find_actor(node_->read().value(), carol_.id)->looked;
  EXPECT_EQ(looked, clock_.now());
  clock_.advance(hours(5));
  asked_after_a_look();
  EXPECT_EQ(find_actor(node_->read().value(), carol_.id)->looked, looked);
  clock_.advance(hours(2));
  asked_after_a_look();
  EXPECT_EQ(find_actor(node_->read().value(), carol_.id)->looked, clock_.now());
}

TEST_F(LookedAt, ALookOnAClockThatWasAheadIsNone) {
  asked_after_a_look();
  clock_.set(clock_.now() - days(30));
  asked_after_a_look();
  EXPECT_EQ(find_actor(node_->read().value(), carol_.id)->looked, clock_.now());
}

TEST_F(LookedAt, WhoIsShutOutIsNotAskedFor) {
  suspend(carol_);
  EXPECT_EQ(asked_after_a_look(), 0U);
}

}  // namespace
}  // namespace hallway::test
