#include "federation/follow.h"

#include <gmock/gmock.h>

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class FollowTest : public ActsTest {
 protected:
  [[nodiscard]] std::optional<FollowState> state(const Actor& who, const Actor& whom) const {
    const auto found = find_follow(read(), who.id, whom.id);
    return found ? std::optional(found->state) : std::nullopt;
  }
  Json follow_of_alice() { return activity(eve_, "Follow", alice_.iri.text()); }
  void lock(const Actor& who) {
    auto locked = now(who);
    locked.locked = true;
    put(locked);
  }
  Follow follow_eve() {
    return ok(act(alice_, [&](Local& local) { return follow(local, eve_.id); }));
  }
};

constexpr auto kAccepted = FollowState::accepted;
constexpr auto kPending = FollowState::pending;

// --- a Follow that arrives ---

TEST_F(FollowTest, AFollowIsAcceptedAndAnsweredWithWhatWasAsked) {
  const auto asked = follow_of_alice();
  ASSERT_EQ(outcome(eve_, asked), Outcome::taken);
  EXPECT_EQ(state(eve_, alice_), kAccepted);
  EXPECT_THAT(notified(alice_), ElementsAre(NotificationType::follow));
  EXPECT_THAT(owed(), ElementsAre("Accept https://remote.example/inbox"));
  const auto answer = last_logged();
  EXPECT_EQ(find_string(answer, "actor"), alice_.iri.text());
  EXPECT_EQ(answer["to"], Json::array({eve_.iri.text()}));
  EXPECT_EQ(answer["object"], asked);
}

TEST_F(FollowTest, ALockedPersonIsAskedFirst) {
  lock(alice_);
  ASSERT_EQ(outcome(eve_, follow_of_alice()), Outcome::taken);
  EXPECT_EQ(state(eve_, alice_), kPending);
  EXPECT_THAT(notified(alice_), ElementsAre(NotificationType::follow_request));
  EXPECT_THAT(owed(), IsEmpty());
}

TEST_F(FollowTest, WhoFollowsAgainIsAnsweredAgainButNotAnnouncedAgain) {
  outcome(eve_, follow_of_alice());
  lock(alice_);  // what was accepted stays so
  const auto again = follow_of_alice();
  ASSERT_EQ(outcome(eve_, again), Outcome::taken);
  EXPECT_EQ(state(eve_, alice_), kAccepted);
  EXPECT_EQ(last_logged()["object"], again);
  EXPECT_THAT(notified(alice_), ElementsAre(NotificationType::follow));
  EXPECT_EQ(count(Table::follows), 1U);
}

TEST_F(FollowTest, EveryFormOfTheObjectIsRead) {
  const Json id = alice_.iri.text();
  for (const auto& form : {id, Json{{"id", id}, {"type", "Person"}}, Json::array({id})}) {
    const auto who = put_remote("frank" + std::to_string(++made_));
    EXPECT_EQ(outcome(who, activity(who, "Follow", form)), Outcome::taken) << form;
    EXPECT_EQ(state(who, alice_), kAccepted) << form;
  }
}

TEST_F(FollowTest, NobodyFollowsWhoIsNotHere) {
  const auto before = rows();
  for (const auto& target : {std::string("https://home.example/users/nobody"), mallory_.iri.text(),
                             eve_.iri.text(), home_.instance_actor().text()}) {
    EXPECT_EQ(outcome(eve_, activity(eve_, "Follow", target)), Outcome::ignored) << target;
  }
  EXPECT_EQ(outcome(eve_, activity(eve_, "Follow", nullptr)), Outcome::ignored);
  EXPECT_EQ(rows(), before);
}

TEST_F(FollowTest, AFollowWithoutAnIdCouldNotBeAnswered) {
  auto asked = follow_of_alice();
  asked.erase("id");
  EXPECT_EQ(refusal(eve_, asked), Code::invalid);
}

// --- its Undo ---

TEST_F(FollowTest, AFollowIsUndoneByIdOrByItsParts) {
  for (int form = 0; form < 6; ++form) {
    const auto asked = follow_of_alice();
    outcome(eve_, asked);
    ASSERT_EQ(state(eve_, alice_), kAccepted);
    auto nameless = asked;
    nameless.erase("id");
    auto renamed = asked;
    renamed["id"] = fresh_id(eve_);
    auto listed = nameless;
    listed["type"] = Json::array({"Follow"});
    const Json forms[] = {asked["id"], asked, nameless, renamed, Json::array({asked}), listed};
    EXPECT_EQ(outcome(eve_, activity(eve_, "Undo", forms[form])), Outcome::taken) << forms[form];
    EXPECT_EQ(state(eve_, alice_), std::nullopt) << forms[form];
  }
}

TEST_F(FollowTest, NobodyUndoesTheFollowOfAnother) {
  const auto asked = follow_of_alice();
  outcome(eve_, asked);
  EXPECT_EQ(refusal(mallory_, activity(mallory_, "Undo", asked)), Code::forbidden);
  auto nameless = asked;
  nameless.erase("id");
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Undo", nameless)), Outcome::ignored);
  EXPECT_EQ(state(eve_, alice_), kAccepted);
}

// --- Accept and Reject that arrive ---

TEST_F(FollowTest, AnAcceptOfOurFollowLetsItCount) {
  for (int form = 0; form < 5; ++form) {
    const auto asked = follow_eve();
    ASSERT_EQ(state(alice_, eve_), kPending);
    const Json whole = {{"id", asked.iri.text()},
                        {"type", "Follow"},
                        {"actor", alice_.iri.text()},
                        {"object", eve_.iri.text()}};
    auto nameless = whole;
    nameless.erase("id");
    auto renamed = whole;
    renamed["id"] = "https://remote.example/follows/1";  // as their own software numbers it
    const Json forms[] = {whole["id"], whole, nameless, renamed, Json::array({whole})};
    EXPECT_EQ(outcome(eve_, activity(eve_, "Accept", forms[form])), Outcome::taken) << forms[form];
    EXPECT_EQ(state(alice_, eve_), kAccepted) << forms[form];
    ok(act(alice_, [&](Local& local) { return unfollow(local, eve_.id); }));
  }
}

TEST_F(FollowTest, Attack36AnAcceptOfWhatWasNeverAskedMakesNoFollow) {
  const auto asked = follow_eve();
  const Json never = {{"type", "Follow"}, {"actor", bob_.iri.text()}, {"object", eve_.iri.text()}};
  const Json theirs = {
      {"type", "Follow"}, {"actor", mallory_.iri.text()}, {"object", eve_.iri.text()}};
  const auto before = rows();
  for (const auto* type : {"Accept", "Reject"}) {
    EXPECT_EQ(outcome(eve_, activity(eve_, type, never)), Outcome::ignored);
    EXPECT_EQ(outcome(eve_, activity(eve_, type, theirs)), Outcome::ignored);
    EXPECT_EQ(outcome(eve_, activity(eve_, type, nullptr)), Outcome::ignored);
    // Somebody else answers.
    EXPECT_EQ(outcome(mallory_, activity(mallory_, type, asked.iri.text())), Outcome::ignored);
  }
  EXPECT_EQ(rows(), before);
  EXPECT_EQ(state(alice_, eve_), kPending);
}

TEST_F(FollowTest, NobodyAcceptsForUsWhatWasAskedOfUs) {
  lock(alice_);
  const auto asked = follow_of_alice();
  outcome(eve_, asked);
  EXPECT_EQ(outcome(eve_, activity(eve_, "Accept", asked)), Outcome::ignored);
  EXPECT_EQ(state(eve_, alice_), kPending);
}

TEST_F(FollowTest, ARejectEndsAFollowAlsoLater) {
  for (const auto had : {kPending, kAccepted}) {
    auto asked = befriend(alice_, eve_, had);
    EXPECT_EQ(outcome(eve_, activity(eve_, "Reject", asked.iri.text())), Outcome::taken);
    EXPECT_EQ(state(alice_, eve_), std::nullopt);
  }
}

// --- of people here ---

TEST_F(FollowTest, WhoFollowsElsewhereAsksThere) {
  const auto made = follow_eve();
  EXPECT_EQ(made.state, kPending);
  EXPECT_THAT(owed(), ElementsAre("Follow https://remote.example/inbox"));
  const auto sent = last_logged();
  EXPECT_EQ(find_string(sent, "id"), made.iri.text());
  EXPECT_EQ(find_string(sent, "object"), eve_.iri.text());
  EXPECT_EQ(sent["to"], Json::array({eve_.iri.text()}));
  EXPECT_FALSE(follows(read(), alice_.id, eve_.id)) << "not before it is accepted (attack 36)";
}

TEST_F(FollowTest, TwiceIsNoError) {
  const auto first = follow_eve();
  const auto before = rows();
  EXPECT_EQ(follow_eve().iri, first.iri);
  EXPECT_EQ(rows(), before);
}

TEST_F(FollowTest, AmongPeopleHereAFollowCountsAtOnceUnlessLocked) {
  EXPECT_EQ(ok(act(alice_, [&](Local& l) { return follow(l, bob_.id); })).state, kAccepted);
  EXPECT_THAT(notified(bob_), ElementsAre(NotificationType::follow));
  lock(alice_);
  EXPECT_EQ(ok(act(bob_, [&](Local& l) { return follow(l, alice_.id); })).state, kPending);
  EXPECT_THAT(notified(alice_), ElementsAre(NotificationType::follow_request));
  EXPECT_THAT(owed(), IsEmpty());
}

TEST_F(FollowTest, NobodyFollowsThemselvesNobodyOrWhomWeDoNotTalkTo) {
  const auto of = [&](Id target) {
    return code_of(act(alice_, [&](Local& l) { return follow(l, target); }));
  };
  const auto before = rows();
  EXPECT_EQ(of(alice_.id), Code::invalid);
  EXPECT_EQ(of(Id{12'345}), Code::not_found);
  EXPECT_EQ(rows(), before);
  set_peer("evil.example", [](Peer& p) { p.relation = Relation::blocked; });
  EXPECT_EQ(of(mallory_.id), Code::forbidden);
  auto gone = eve_;
  gone.gone = true;
  put(gone);
  EXPECT_EQ(of(eve_.id), Code::not_found);
  EXPECT_EQ(count(Table::follows), 0U);
}

TEST_F(FollowTest, AnUnfollowTakesBackWhatWasSent) {
  const auto asked = follow_eve();
  forget_owed();
  for (int i = 0; i < 2; ++i) ok(act(alice_, [&](Local& l) { return unfollow(l, eve_.id); }));
  EXPECT_EQ(state(alice_, eve_), std::nullopt);
  EXPECT_THAT(owed(), ElementsAre("Undo https://remote.example/inbox"));
  const auto undone = last_logged()["object"];
  EXPECT_EQ(find_string(undone, "id"), asked.iri.text());
  EXPECT_EQ(find_string(undone, "type"), "Follow");
  EXPECT_EQ(find_string(undone, "actor"), alice_.iri.text());
  EXPECT_EQ(find_string(undone, "object"), eve_.iri.text());
}

TEST_F(FollowTest, ARequestIsAnsweredOnce) {
  lock(alice_);
  const auto asked = follow_of_alice();
  outcome(eve_, asked);
  const auto accept = [&] { ok(act(alice_, [&](Local& l) { return accept_follow(l, eve_.id); })); };
  accept();
  EXPECT_EQ(state(eve_, alice_), kAccepted);
  EXPECT_EQ(last_logged()["object"], asked);
  const auto before = rows();
  accept();
  EXPECT_EQ(rows(), before);
  EXPECT_THAT(owed(), ElementsAre("Accept https://remote.example/inbox"));
}

TEST_F(FollowTest, ARefusalEndsAFollowAlsoOneThatWasAccepted) {
  for (const bool locked : {true, false}) {
    if (locked) lock(alice_);
    outcome(eve_, follow_of_alice());
    forget_owed();
    ok(act(alice_, [&](Local& l) { return reject_follow(l, eve_.id); }));
    EXPECT_EQ(state(eve_, alice_), std::nullopt);
    EXPECT_THAT(owed(), ElementsAre("Reject https://remote.example/inbox"));
    put(alice_);
  }
}

TEST_F(FollowTest, NobodyAnswersWhatWasNotAsked) {
  const auto before = rows();
  EXPECT_EQ(code_of(act(alice_, [&](Local& l) { return accept_follow(l, eve_.id); })),
            Code::not_found);
  EXPECT_EQ(code_of(act(alice_, [&](Local& l) { return reject_follow(l, eve_.id); })),
            Code::not_found);
  EXPECT_EQ(rows(), before);
}

}  // namespace
}  // namespace hallway::test
