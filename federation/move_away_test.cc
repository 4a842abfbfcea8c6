// People here who move away.
#include <gmock/gmock.h>

#include "federation/actor.h"
#include "tests/support/moving.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class MoveAwayTest : public MoveTest {
 protected:
  void SetUp() override {
    MoveTest::SetUp();
    befriend(eve_, alice_);
    target_ = put_remote("alice", "new.example");
    target_.also_known_as = {alice_.iri};
    put(target_);
  }
  Result<void> leave(const Actor& target) {
    return act(alice_, [&](Local& local) { return move_away(local, target); });
  }
  Actor target_;
};

TEST_F(MoveAwayTest, FollowersElsewhereAreToldAndNothingIsPostedAnyMore) {
  const auto mine = post(alice_);
  forget_owed();
  ok(leave(target_));
  EXPECT_THAT(owed(), ElementsAre("Move https://remote.example/inbox"));
  EXPECT_EQ(last_logged()["target"], target_.iri.text());
  EXPECT_EQ(last_logged()["object"], alice_.iri.text());
  const auto refused = act(alice_, [](Local& local) { return publish(local, {.text = "again"}); });
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Code::forbidden);
  EXPECT_THAT(refused.error().what, HasSubstr(target_.iri.text()));
  EXPECT_EQ(code_of(act(alice_, [&](Local& local) { return boost(local, mine.id); })),
            Code::forbidden);
  ok(act(alice_, [&](Local& local) { return delete_post(local, mine.id); }));
  EXPECT_EQ(to_json(now(alice_), home_)["movedTo"], target_.iri.text());
}

TEST_F(MoveAwayTest, WhoHasLeftIsFollowedByNobodyNew) {
  ok(leave(target_));
  forget_owed();
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Follow", alice_.iri.text())), Outcome::taken);
  EXPECT_THAT(owed(), ElementsAre("Reject https://evil.example/inbox"));
  EXPECT_FALSE(find_follow(read(), mallory_.id, alice_.id));
}

TEST_F(MoveAwayTest, WhoFollowedBeforeIsNotToldNo) {
  befriend(mallory_, alice_, FollowState::pending);
  ok(leave(target_));
  forget_owed();
  EXPECT_EQ(outcome(eve_, activity(eve_, "Follow", alice_.iri.text())), Outcome::taken);
  EXPECT_THAT(owed(), ElementsAre("Accept https://remote.example/inbox"));
  EXPECT_TRUE(follows(read(), eve_.id, alice_.id));
  forget_owed();
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Follow", alice_.iri.text())), Outcome::taken);
  EXPECT_THAT(owed(), ElementsAre("Reject https://evil.example/inbox"));
  EXPECT_FALSE(find_follow(read(), mallory_.id, alice_.id)) << "both sides know the same";
}

TEST_F(MoveAwayTest, OnlyToWhoNamesThemAndOnlyOnce) {
  const auto before = rows();
  EXPECT_EQ(code_of(leave(eve_)), Code::forbidden);
  EXPECT_EQ(code_of(leave(now(alice_))), Code::invalid);
  EXPECT_EQ(rows(), before);
  ok(leave(target_));
  EXPECT_EQ(code_of(leave(target_)), Code::invalid);
}

TEST_F(MoveAwayTest, NobodyIsToldOfAMoveToWhereNobodyMayFollow) {
  auto suspended = target_;
  suspended.suspended = true;
  EXPECT_EQ(code_of(leave(suspended)), Code::forbidden);
  set_peer("new.example", [](Peer& peer) { peer.relation = Relation::blocked; });
  const auto before = rows();
  EXPECT_EQ(code_of(leave(target_)), Code::forbidden);
  EXPECT_TRUE(now(alice_).moved_to.empty());
  EXPECT_EQ(rows(), before);
}

TEST_F(MoveAwayTest, AliasesAreShownToWhoAsks) {
  ok(act(alice_, [&](Local& local) {
    return update_profile(local, {.also_known_as = std::vector{eve_.iri}});
  }));
  EXPECT_EQ(to_json(now(alice_), home_)["alsoKnownAs"], Json::array({eve_.iri.text()}));
  EXPECT_EQ(last_logged()["type"], "Update");
}

}  // namespace
}  // namespace hallway::test
