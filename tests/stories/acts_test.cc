// What people of several nodes do to each other beyond writing: keeping away, reporting, moving,
// and what is put right when something was lost.

#include <gmock/gmock.h>

#include "federation/block.h"
#include "federation/move.h"
#include "federation/report.h"
#include "tests/support/two_towns.h"

namespace hallway {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Acts : public test::TwoTowns {
 protected:
  void SetUp() override { befriend(); }
  static bool is_following(test::Town& town, const Actor& who, const Actor& whom) {
    return follows(*town.node().read(), who.id, whom.id);
  }
  // As a disk that was set back would have it.
  static void lose_follow(test::Town& town, const Actor& who, const Actor& whom) {
    const auto lost = town.node().writer().apply(
        [&](WriteTxn& txn) { return erase_follow(txn, who.id, whom.id); });
    EXPECT_TRUE(lost.ok());
  }
};

TEST_F(Acts, ABlockEndsItOnBothSidesAndCanBeTakenBack) {
  design_.act(alice_, [&](Local& l) { return block(l, bob_at_design_.id); });
  world_.settle();
  EXPECT_FALSE(is_following(design_, alice_, bob_at_design_));
  EXPECT_FALSE(is_following(acme_, bob_, alice_at_acme_));
  EXPECT_TRUE(blocks(*acme_.node().read(), alice_at_acme_.id, bob_.id));
  design_.post(alice_, "not for bob");
  acme_.post(bob_, "@alice@design.example not for alice");
  world_.settle();
  EXPECT_THAT(acme_.home(bob_), ElementsAre("@alice not for alice"));
  EXPECT_THAT(design_.home(alice_), ElementsAre("not for bob"));
  design_.act(alice_, [&](Local& l) { return unblock(l, bob_at_design_.id); });
  world_.settle();
  EXPECT_FALSE(blocks(*acme_.node().read(), alice_at_acme_.id, bob_.id));
  acme_.follow(bob_, alice_at_acme_);
  world_.settle();
  EXPECT_TRUE(is_following(acme_, bob_, alice_at_acme_));
}

TEST_F(Acts, AForwardedReportArrivesInTheNameOfTheNode) {
  const auto theirs = acme_.post(bob_, "rude");
  world_.settle();
  design_.act(alice_, [&](Local& l) {
    return report(l, {.target = bob_at_design_.id,
                      .posts = {design_.find(theirs.iri)->id},
                      .comment = "please look",
                      .forward = true});
  });
  world_.settle();
  std::vector<Report> arrived;
  const auto txn = acme_.node().read();
  scan_reports(*txn, [&](const Report& one) {
    arrived.push_back(one);
    return true;
  });
  ASSERT_EQ(arrived.size(), 1U);
  EXPECT_EQ(arrived[0].target, bob_.id);
  EXPECT_EQ(arrived[0].posts, std::vector{theirs.id});
  EXPECT_EQ(arrived[0].comment, "please look");
  EXPECT_EQ(find_actor(*txn, arrived[0].reporter)->type, "Application");
}

TEST_F(Acts, FollowersGoAlongWhenSomebodyMoves) {
  auto& labs = world_.town("labs.example");
  const auto new_bob = labs.person("bob");
  const auto old_at_labs = labs.meet("bob@acme.example");
  labs.act(new_bob, [&](Local& l) {
    return update_profile(l, {.also_known_as = std::vector{old_at_labs.iri}});
  });
  const auto target = acme_.meet("bob@labs.example");
  acme_.act(bob_, [&](Local& l) { return move_away(l, target); });
  world_.settle();
  const auto bob_at_design = design_.meet("bob@labs.example");
  EXPECT_TRUE(is_following(design_, alice_, bob_at_design));
  EXPECT_FALSE(is_following(design_, alice_, bob_at_design_));
  const auto alice_at_acme = acme_.meet("alice@design.example");
  EXPECT_FALSE(is_following(acme_, alice_at_acme, bob_)) << "the old node heard of it, too";
  labs.post(new_bob, "from my new desk");
  world_.settle();
  EXPECT_THAT(design_.home(alice_), ElementsAre("from my new desk"));
}

TEST_F(Acts, NobodyMovesToWhoDoesNotKnowThem) {
  auto& labs = world_.town("labs.example");
  labs.person("bob");
  const auto target = acme_.meet("bob@labs.example");
  const auto refused = acme_.node().act_as(bob_, [&](Local& l) { return move_away(l, target); });
  EXPECT_EQ(refused.error().code, Code::forbidden);
  world_.settle();
  EXPECT_TRUE(is_following(design_, alice_, bob_at_design_));
}

TEST_F(Acts, ALostUnfollowIsNoticedWithTheNextPost) {
  lose_follow(acme_, bob_, alice_at_acme_);
  design_.post(alice_, "first");
  world_.pass(minutes(6));
  EXPECT_FALSE(is_following(design_, design_.meet("bob@acme.example"), alice_));
}

TEST_F(Acts, ALostFollowerIsNoticedWithTheNextPostForAnother) {
  const auto carol = acme_.person("carol");
  acme_.follow(carol, alice_at_acme_);
  world_.settle();
  lose_follow(design_, bob_at_design_, alice_);
  world_.pass(minutes(11));
  design_.post(alice_, "for carol");
  world_.pass(minutes(6));
  EXPECT_FALSE(is_following(acme_, bob_, alice_at_acme_));
  EXPECT_TRUE(is_following(acme_, carol, alice_at_acme_));
  acme_.follow(bob_, alice_at_acme_);
  world_.settle();
  EXPECT_TRUE(is_following(acme_, bob_, alice_at_acme_)) << "and can ask again";
}

TEST_F(Acts, WhereAllIsWellNobodyAsks) {
  world_.net.forget_requests();
  design_.post(alice_, "hello");
  world_.pass(minutes(20));
  EXPECT_EQ(world_.net.requests("design.example"), 0U);
}

}  // namespace
}  // namespace hallway
