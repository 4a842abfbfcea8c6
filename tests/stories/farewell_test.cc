// Somebody is shut out for a while, or leaves for good, and what other nodes see of it.

#include <gmock/gmock.h>

#include "storage/log.h"
#include "tests/support/world.h"

namespace hallway {
namespace {

using test::World;
using testing::ElementsAre;
using testing::IsEmpty;

class Leaving : public testing::Test {
 protected:
  void SetUp() override {
    acme_.follow(bob_, acme_.meet("alice@design.example"));
    world_.settle();
  }
  std::optional<Actor> alice_at_acme() { return find_actor(*acme_.node().read(), alice_.iri); }

  World world_;
  test::Town& design_ = world_.town("design.example");
  test::Town& acme_ = world_.town("acme.example");
  Actor alice_ = design_.person("alice");
  Actor bob_ = acme_.person("bob");
};

TEST_F(Leaving, WhoIsDeletedIsForgottenWhereverTheyWereKnown) {
  const auto post = design_.post(alice_, "I was here");
  world_.settle();
  ASSERT_THAT(acme_.home(bob_), ElementsAre("I was here"));
  const auto gone = delete_person(design_.node(), "alice");
  ASSERT_TRUE(gone.ok()) << gone.error().what;
  EXPECT_EQ(gone->told, 1U);
  world_.settle();
  EXPECT_THAT(acme_.home(bob_), IsEmpty());
  EXPECT_TRUE(alice_at_acme()->gone);
  const auto txn = acme_.node().read();
  EXPECT_TRUE(find_post(*txn, post.iri)->gone);
  EXPECT_TRUE(find_post(*txn, post.iri)->content.empty());
  EXPECT_TRUE(verify_log(*design_.node().read()).ok());
}

TEST_F(Leaving, ANodeThatWasDownHearsOfItLater) {
  design_.post(alice_, "I was here");
  world_.settle();
  acme_.stop();
  ASSERT_TRUE(delete_person(design_.node(), "alice").ok());
  world_.pass(hours(3));
  acme_.start();
  world_.pass(hours(3));
  EXPECT_THAT(acme_.home(bob_), IsEmpty());
  EXPECT_TRUE(alice_at_acme()->gone);
}

TEST_F(Leaving, WhatADisabledPersonStillOwesWaitsUntilTheyAreEnabled) {
  acme_.stop();
  design_.post(alice_, "written in time");
  world_.settle();
  ASSERT_TRUE(set_disabled(design_.node(), "alice", true).ok());
  acme_.start();
  world_.pass(hours(3));
  EXPECT_THAT(acme_.home(bob_), IsEmpty());
  ASSERT_TRUE(set_disabled(design_.node(), "alice", false).ok());
  world_.pass(hours(1));
  EXPECT_THAT(acme_.home(bob_), ElementsAre("written in time"));
}

TEST_F(Leaving, WhoFollowsADisabledPersonGetsNoAnswer) {
  ASSERT_TRUE(set_disabled(design_.node(), "alice", true).ok());
  const auto carol = acme_.person("carol");
  const auto before = design_.node().read()->count(Table::log);
  acme_.follow(carol, *alice_at_acme());
  world_.settle();
  EXPECT_EQ(design_.node().read()->count(Table::log), before);
  EXPECT_FALSE(follows(*acme_.node().read(), carol.id, alice_at_acme()->id));
}

}  // namespace
}  // namespace hallway
