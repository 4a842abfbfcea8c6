#include "federation/forward.h"

#include <gmock/gmock.h>

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ForwardTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    fan_ = put_remote("fan", "fans.example");
    befriend(fan_, alice_);
    question_ = post(alice_, "Who knows?");
    forget_owed();
  }
  // Eve's answer to `to`, sent to Alice.
  Json reply_to(const Post& to) {
    auto object = note(eve_);
    object["inReplyTo"] = to.iri.text();
    object["cc"] = Json::array({alice_.iri.text()});
    return object;
  }
  Actor fan_;
  Post question_;
};

TEST_F(ForwardTest, AnAnswerReachesTheFollowersOfWhomItAnswersAsItCame) {
  const auto create = activity(eve_, "Create", reply_to(question_));
  ASSERT_EQ(outcome(eve_, create), Outcome::taken);
  EXPECT_THAT(owed(), ElementsAre("Create https://fans.example/inbox"));
  std::vector<Delivery> rows;
  for_each_peer(read(), [&](const Peer& peer) {
    for (auto& row : list_due(read(), peer.id, clock_.now(), 10)) rows.push_back(std::move(row));
  });
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(find_payload(read(), rows[0].activity), dump_json(create)) << "byte for byte";
  EXPECT_EQ(rows[0].signer, alice_.id);
}

TEST_F(ForwardTest, EditsAndDeletionsFollowIt) {
  auto object = reply_to(question_);
  ASSERT_EQ(outcome(eve_, activity(eve_, "Create", object)), Outcome::taken);
  forget_owed();
  clock_.advance(seconds(1));
  object["updated"] = to_rfc3339(clock_.now());
  ASSERT_EQ(outcome(eve_, activity(eve_, "Update", object)), Outcome::taken);
  EXPECT_THAT(owed(), ElementsAre("Update https://fans.example/inbox"));
  forget_owed();
  ASSERT_EQ(outcome(eve_, activity(eve_, "Delete", object["id"])), Outcome::taken);
  EXPECT_THAT(owed(), ElementsAre("Delete https://fans.example/inbox"));
}

TEST_F(ForwardTest, NothingIsForwardedTwice) {
  const auto create = activity(eve_, "Create", reply_to(question_));
  ASSERT_EQ(outcome(eve_, create), Outcome::taken);
  forget_owed();
  EXPECT_EQ(outcome(eve_, create), Outcome::seen_before);
  auto again = create;
  again["id"] = fresh_id(eve_);
  EXPECT_EQ(outcome(eve_, again), Outcome::ignored);
  EXPECT_THAT(owed(), IsEmpty());
}

TEST_F(ForwardTest, AnAnswerToAnAnswerIsForwardedToo) {
  befriend(alice_, eve_);
  const auto first = reply_to(question_);
  ASSERT_EQ(outcome(eve_, activity(eve_, "Create", first)), Outcome::taken);
  forget_owed();
  ASSERT_EQ(outcome(eve_, activity(eve_, "Create", reply_to(post_at(*find_string(first, "id"))))),
            Outcome::taken);
  EXPECT_THAT(owed(), ElementsAre("Create https://fans.example/inbox"));
}

TEST_F(ForwardTest, OnlyWhatMayFlowThereIsForwarded) {
  home_.mode = Mode::allowlist;
  const auto relate = [&](const std::string& domain, Relation relation) {
    set_peer(domain, [&](Peer& peer) { peer.relation = relation; });
  };
  relate("remote.example", Relation::partner);
  const struct {
    std::string_view why;
    Relation fans;
    Label question;
    Json reply;
    bool forwarded;
  } kCases[] = {
      {"a partner gets what is for partners", Relation::partner, Label::partners, {}, true},
      {"a stranger does not", Relation::public_, Label::partners, {}, false},
      {"nor whom we do not know", Relation::unknown, Label::public_, {}, false},
      {"nor who is blocked", Relation::blocked, Label::public_, {}, false},
      {"what is open goes to everybody", Relation::public_, Label::public_, {}, true},
      {"an answer to few goes nowhere",
       Relation::partner,
       Label::partners,
       {{"to", Json::array({alice_.iri.text()})}},
       false},
      {"nor one to the answerer's followers",
       Relation::partner,
       Label::partners,
       {{"to", Json::array({eve_.followers.text()})}},
       false},
      {"an answer for partners goes to partners",
       Relation::partner,
       Label::public_,
       {{"hallwayLabel", "partners"}},
       true},
      {"and to nobody else",
       Relation::public_,
       Label::public_,
       {{"hallwayLabel", "partners"}},
       false},
  };
  for (const auto& c : kCases) {
    relate("fans.example", c.fans);
    const auto asked = post(alice_, NewPost{.text = "Who?", .label = c.question});
    forget_owed();
    auto object = reply_to(asked);
    if (!c.reply.is_null()) object.update(c.reply);
    ASSERT_EQ(outcome(eve_, activity(eve_, "Create", object)), Outcome::taken) << c.why;
    EXPECT_EQ(!owed().empty(), c.forwarded) << c.why;
  }
}

TEST_F(ForwardTest, WhoHasItFromItsAuthorDoesNotGetItFromUs) {
  auto object = reply_to(question_);
  object["cc"] = Json::array({fan_.iri.text()});
  ASSERT_EQ(outcome(eve_, activity(eve_, "Create", object)), Outcome::taken);
  EXPECT_THAT(owed(), IsEmpty());
  befriend(put_remote("neighbour"), alice_);  // at Eve's own host
  ASSERT_EQ(outcome(eve_, activity(eve_, "Create", reply_to(question_))), Outcome::taken);
  EXPECT_THAT(owed(), ElementsAre("Create https://fans.example/inbox"));
}

TEST_F(ForwardTest, WhatAnswersNothingOfOursIsNotOursToForward) {
  const auto theirs = known_note(mallory_);
  forget_owed();
  ASSERT_EQ(outcome(eve_, activity(eve_, "Create", reply_to(theirs))), Outcome::taken);
  befriend(alice_, eve_);
  ASSERT_EQ(outcome(eve_, activity(eve_, "Create", note(eve_))), Outcome::taken);
  EXPECT_THAT(owed(), IsEmpty());
}

// Attack 36: who only asked to follow gets nothing.
TEST_F(ForwardTest, Attack36WhoWasNotAcceptedGetsNothing) {
  befriend(put_remote("asks", "asks.example"), alice_, FollowState::pending);
  ASSERT_EQ(outcome(eve_, activity(eve_, "Create", reply_to(question_))), Outcome::taken);
  EXPECT_THAT(owed(), ElementsAre("Create https://fans.example/inbox"));
}

}  // namespace
}  // namespace hallway::test
