#include "federation/move.h"

#include <gmock/gmock.h>

#include "tests/support/moving.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(MoveTest, FollowersHereGoAlong) {
  befriend(mallory_, eve_);  // not ours to lead
  EXPECT_EQ(outcome(eve_, move_of_eve()), Outcome::taken);
  EXPECT_FALSE(follows_new(alice_)) << "not before its origin was asked";
  work();
  for (const auto& who : {alice_, bob_}) {
    EXPECT_TRUE(follows_new(who));
    EXPECT_FALSE(find_follow(read(), who.id, eve_.id));
  }
  EXPECT_TRUE(find_follow(read(), mallory_.id, eve_.id));
  EXPECT_EQ(now(eve_).moved_to.text(), kNew);
  EXPECT_THAT(owed(), ElementsAre("Follow https://new.example/users/eve/inbox",
                                  "Follow https://new.example/users/eve/inbox",
                                  "Undo https://remote.example/inbox",
                                  "Undo https://remote.example/inbox"));
}

TEST_F(MoveTest, Attack17OnlyOneselfIsMoved) {
  const auto before = rows();
  EXPECT_EQ(refusal(mallory_, move(mallory_, eve_.iri.text(), kNew)), Code::forbidden);
  EXPECT_EQ(refusal(mallory_, move(mallory_, alice_.iri.text(), kNew)), Code::forbidden);
  EXPECT_EQ(refusal(eve_, move(eve_, eve_.iri.text(), eve_.iri.text())), Code::invalid);
  EXPECT_EQ(refusal(eve_, activity(eve_, "Move", eve_.iri.text())), Code::invalid);
  EXPECT_EQ(refusal(eve_, activity(eve_, "Move", nullptr)), Code::invalid);
  EXPECT_EQ(outcome(mallory_, move(mallory_, mallory_.iri.text(), kNew)), Outcome::ignored)
      << "nobody follows them";
  EXPECT_EQ(rows(), before);
}

TEST_F(MoveTest, Attack17ATargetThatDoesNotNameTheOldOneGetsNobody) {
  const Json aliases[] = {Json::array(), nullptr, Json::array({mallory_.iri.text()}),
                          "https://remote.example/users/eve2", 7};
  for (const auto& named : aliases) {
    put_target(named);
    EXPECT_EQ(outcome(eve_, move_of_eve()), Outcome::taken);
    work();
    EXPECT_FALSE(follows_new(alice_)) << named;
    EXPECT_TRUE(follows(read(), alice_.id, eve_.id));
    EXPECT_TRUE(now(eve_).moved_to.empty());
    EXPECT_THAT(to_fetch(), IsEmpty());
  }
}

TEST_F(MoveTest, WhatIsKnownOfTheTargetIsNotEnough) {
  put_target(Json::array());
  ok(resolver_->resolve_actor(iri(kNew)));
  put_target({eve_.iri.text()});
  outcome(eve_, move_of_eve());
  work();
  EXPECT_TRUE(follows_new(alice_)) << "asked anew, whatever was known a moment ago";
}

TEST_F(MoveTest, AMoveIsDoneOnceAndNotAgainAtOnce) {
  const auto first = move_of_eve();
  outcome(eve_, first);
  work();
  forget_owed();
  EXPECT_EQ(receive(eve_, first)->outcome, Outcome::seen_before);
  befriend(alice_, eve_);
  EXPECT_EQ(outcome(eve_, move_of_eve()), Outcome::ignored);
  work();
  EXPECT_THAT(owed(), IsEmpty());
  clock_.advance(kBetweenMoves);
  EXPECT_EQ(outcome(eve_, move_of_eve()), Outcome::taken);
}

TEST_F(MoveTest, WhoseDocumentSaysThatTheyMovedIsFollowedThere) {
  auto document = old_document();
  document["movedTo"] = kNew;
  EXPECT_EQ(outcome(eve_, activity(eve_, "Update", document)), Outcome::taken);
  EXPECT_FALSE(follows_new(alice_)) << "not before its origin was asked";
  work();
  EXPECT_TRUE(follows_new(alice_));
  EXPECT_TRUE(follows_new(bob_));
  EXPECT_FALSE(find_follow(read(), alice_.id, eve_.id));
  befriend(alice_, eve_);
  EXPECT_EQ(outcome(eve_, activity(eve_, "Update", document)), Outcome::taken);
  EXPECT_THAT(to_fetch(), IsEmpty()) << "once in seven days";
  clock_.advance(kBetweenMoves);
  EXPECT_EQ(outcome(eve_, activity(eve_, "Update", document)), Outcome::taken);
  EXPECT_THAT(to_fetch(), ElementsAre(kNew));
}

TEST_F(MoveTest, WhatIsTakenBackBeforeTheNewAddressAnsweredIsNotCarriedOut) {
  for (const auto& said : {move_of_eve(), update_of_eve(kNew)}) {
    EXPECT_EQ(outcome(eve_, said), Outcome::taken);
    work_before_and_after([&] {
      EXPECT_THAT(to_fetch(), ElementsAre(kNew));
      EXPECT_EQ(outcome(eve_, update_of_eve(nullptr)), Outcome::taken);
    });
    EXPECT_TRUE(stored(kNew)) << "it answered";
    for (const auto& who : {alice_, bob_}) {
      EXPECT_FALSE(follows_new(who)) << said;
      EXPECT_TRUE(follows(read(), who.id, eve_.id)) << said;
    }
    EXPECT_TRUE(now(eve_).moved_to.empty());
    EXPECT_THAT(owed(), IsEmpty());
    EXPECT_THAT(to_fetch(), IsEmpty()) << "nor asked for once more";
  }
  outcome(eve_, move_of_eve());
  work();
  EXPECT_TRUE(follows_new(alice_)) << "who says it again means it";
}

TEST_F(MoveTest, AnUndoTakesAMoveBackBeforeTheNewAddressAnswered) {
  for (const auto* form : {"named", "whole", "without its id"}) {
    const auto said = move_of_eve();
    auto undone = form == std::string("named") ? said["id"] : said;
    if (form == std::string("without its id")) undone.erase("id");
    EXPECT_EQ(outcome(eve_, said), Outcome::taken);
    outcome(eve_, update_of_eve(kNew));
    work_before_and_after(
        [&] { EXPECT_EQ(outcome(eve_, activity(eve_, "Undo", undone)), Outcome::taken) << form; });
    EXPECT_FALSE(follows_new(alice_)) << form;
    EXPECT_TRUE(follows(read(), alice_.id, eve_.id)) << form;
    EXPECT_TRUE(now(eve_).moved_to.empty()) << "nor are they shown as gone";
    EXPECT_EQ(outcome(eve_, activity(eve_, "Undo", undone)), Outcome::ignored) << form;
  }
  outcome(eve_, move_of_eve());
  work();
  EXPECT_TRUE(follows_new(alice_)) << "who says it again means it";
}

TEST_F(MoveTest, WhoWentAlongStaysWhereTheyWent) {
  const auto said = move_of_eve();
  outcome(eve_, said);
  work();
  ASSERT_EQ(now(eve_).moved_to.text(), kNew);
  EXPECT_EQ(outcome(eve_, activity(eve_, "Undo", said["id"])), Outcome::taken);
  EXPECT_TRUE(now(eve_).moved_to.empty());
  EXPECT_TRUE(follows_new(alice_));
}

TEST_F(MoveTest, Attack17NobodyTakesAnothersMoveBack) {
  const auto said = move_of_eve();
  outcome(eve_, said);
  const auto before = rows();
  for (const auto& undone : {said["id"], said}) {
    EXPECT_EQ(outcome(mallory_, activity(mallory_, "Undo", undone)), Outcome::ignored);
  }
  EXPECT_EQ(rows(), before);
  work();
  EXPECT_TRUE(follows_new(alice_));
}

TEST_F(MoveTest, AnUndoOfAnEarlierMoveLeavesTheLastOne) {
  const auto first = move(eve_, eve_.iri.text(), "https://third.example/users/eve");
  outcome(eve_, first);
  outcome(eve_, move_of_eve());
  EXPECT_EQ(outcome(eve_, activity(eve_, "Undo", first)), Outcome::ignored);
  work();
  EXPECT_TRUE(follows_new(alice_));
}

TEST_F(MoveTest, AnUndoMayCarryTheTargetAsAnObject) {
  const auto said = move_of_eve();
  auto undone = said;
  undone["target"] = {{"id", kNew}, {"type", "Person"}};
  outcome(eve_, said);
  EXPECT_EQ(outcome(eve_, activity(eve_, "Undo", undone)), Outcome::taken);
  work();
  EXPECT_FALSE(follows_new(alice_));
}

TEST_F(MoveTest, WhatWasSaidTwiceIsCarriedOutOnceItsHostAnswers) {
  outcome(eve_, update_of_eve(kNew));
  outcome(eve_, move_of_eve());
  work_before_and_after([&] { outcome(eve_, update_of_eve(kNew)); });
  EXPECT_TRUE(follows_new(alice_));
  EXPECT_TRUE(follows_new(bob_));
}

TEST_F(MoveTest, OfTwoNewAddressesTheOneThatWasSaidLastCounts) {
  Site third(net_, "https://third.example");
  auto document = third.put_person("eve", key_.public_key());
  document["alsoKnownAs"] = {eve_.iri.text()};
  third.put("/users/eve", document);
  const auto follows_third = [&](const Actor& who) {
    const auto target = stored(third.at("/users/eve"));
    return target && find_follow(read(), who.id, target->id);
  };
  net_.trouble("third.example", {.down = true});
  outcome(eve_, move_of_eve());
  work_before_and_after(
      [&] { outcome(eve_, move(eve_, eve_.iri.text(), third.at("/users/eve"))); });
  EXPECT_FALSE(follows_new(alice_));
  EXPECT_FALSE(follows_third(alice_)) << "it does not answer yet";
  EXPECT_TRUE(follows(read(), alice_.id, eve_.id));
  net_.trouble("third.example", {});
  clock_.advance(minutes(10));
  work();
  EXPECT_TRUE(follows_third(alice_));
  EXPECT_TRUE(follows_third(bob_));
  EXPECT_EQ(now(eve_).moved_to.text(), third.at("/users/eve"));
}

TEST_F(MoveTest, ATargetUnderAnotherNameIsTheOneThatWasSaid) {
  new_.redirect("/@eve", kNew);
  for (int i = 0; i < 250; ++i) befriend(put_local("p" + std::to_string(i)), eve_);
  outcome(eve_, move(eve_, eve_.iri.text(), new_.at("/@eve")));
  work();
  EXPECT_EQ(count_followers(read(), eve_.id), 0U) << "the later ones, too";
  EXPECT_TRUE(follows_new(alice_));
}

TEST_F(MoveTest, Attack17ADocumentAloneTakesNobodyAlong) {
  put_target(Json::array());
  auto document = old_document();
  document["movedTo"] = kNew;
  outcome(eve_, activity(eve_, "Update", document));
  work();
  EXPECT_FALSE(follows_new(alice_));
  EXPECT_TRUE(find_follow(read(), alice_.id, eve_.id));
  document["movedTo"] = eve_.iri.text();
  outcome(eve_, activity(eve_, "Update", document));
  EXPECT_THAT(to_fetch(), IsEmpty()) << "to where they are";
}

TEST_F(MoveTest, WhomNobodyHereFollowsIsNotAskedFor) {
  Json document{{"id", mallory_.iri.text()},
                {"type", "Person"},
                {"preferredUsername", "mallory"},
                {"inbox", mallory_.inbox.text()},
                {"movedTo", kNew}};
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Update", document)), Outcome::taken);
  EXPECT_EQ(now(mallory_).moved_to.text(), kNew) << "it is said all the same";
  EXPECT_THAT(to_fetch(), IsEmpty());
}

TEST_F(MoveTest, ABlockedTargetIsNotFollowed) {
  set_peer("new.example", [](Peer& peer) { peer.relation = Relation::blocked; });
  outcome(eve_, move_of_eve());
  work();
  EXPECT_TRUE(follows(read(), alice_.id, eve_.id));
  EXPECT_FALSE(stored(kNew));
}

TEST_F(MoveTest, WhoIsDisabledKeepsNobodyElseBack) {
  auto disabled = now(alice_);
  disabled.suspended = true;
  put(disabled);
  EXPECT_EQ(outcome(eve_, move_of_eve()), Outcome::taken);
  work();
  EXPECT_TRUE(follows_new(bob_));
  EXPECT_FALSE(follows_new(alice_));
  EXPECT_TRUE(find_follow(read(), alice_.id, eve_.id));
  EXPECT_THAT(to_fetch(), IsEmpty());
}

TEST_F(MoveTest, ManyFollowersAreLedInShortTransactions) {
  const auto target = put_remote("many", "new.example");
  auto named = target;
  named.also_known_as = {eve_.iri};
  put(named);
  for (int i = 0; i < 250; ++i) befriend(put_local("p" + std::to_string(i)), eve_);
  const auto lead = [&] {
    return writer_->apply([&](WriteTxn& txn) {
      return lead_on({txn, home_, random_, keys_, clock_.now()}, eve_.id, named);
    });
  };
  EXPECT_FALSE(ok(lead()));
  EXPECT_TRUE(ok(lead()));
  EXPECT_EQ(list_following(read(), alice_.id, FollowState::pending, Id{}, 9),
            std::vector{target.id});
  EXPECT_EQ(count_followers(read(), eve_.id), 0U);
}

}  // namespace
}  // namespace hallway::test
