#include "federation/approval.h"

#include <gmock/gmock.h>

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;

// Mallory answers a post of eve's, who approves answers first.
class ApprovalTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    for (const auto& who : {eve_, mallory_}) befriend(alice_, who);
    parent_ = restricted(
        {{"automaticApproval", {eve_.iri.text()}}, {"manualApproval", {std::string(kPublic)}}});
  }
  Post restricted(const Json& rule, const Json& more = Json::object()) {
    auto object = note(eve_);
    object["interactionPolicy"] = {{"canReply", rule}};
    object.update(more);
    EXPECT_EQ(outcome(eve_, activity(eve_, "Create", object)), Outcome::taken);
    return post_at(object["id"].get<std::string>());
  }
  Json answer(const Actor& by, const Post& to) {
    auto object = note(by, "<p>An answer</p>");
    object["inReplyTo"] = to.iri.text();
    return object;
  }
  Json approval_for(const Json& reply) {
    return {{"id", eve_site_.at("/approvals/1")},
            {"type", "ReplyAuthorization"},
            {"attributedTo", eve_.iri.text()},
            {"interactingObject", reply["id"]},
            {"interactionTarget", parent_.iri.text()}};
  }
  // An answer of mallory's that says it was approved, and what stands at that place.
  Json approved(const Json& approval_changes = Json::object()) {
    auto reply = answer(mallory_, parent_);
    reply["replyAuthorization"] = eve_site_.at("/approvals/1");
    auto approval = approval_for(reply);
    approval.update(approval_changes);
    eve_site_.put("/approvals/1", approval);
    mallory_site_.put(iri(reply["id"].get<std::string>()).path(), reply);
    return reply;
  }
  // Sends it, and does what that leaves to do. True: it is known now.
  bool comes_in(const Json& reply) {
    outcome(mallory_, activity(mallory_, "Create", reply));
    for (int round = 0; catch_up_->run_due(16) > 0 && round < 20; ++round) {
    }
    return knows(reply["id"].get<std::string>());
  }

  Site eve_site_{net_, "https://remote.example"}, mallory_site_{net_, "https://evil.example"};
  Post parent_;
};

TEST_F(ApprovalTest, WhatWasNotApprovedIsNotStored) {
  const auto reply = answer(mallory_, parent_);
  const auto before = rows();
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Create", reply)), Outcome::ignored);
  EXPECT_EQ(rows(), before);
  mallory_site_.put(iri(reply["id"].get<std::string>()).path(), reply);
  const auto found = resolver_->resolve_address(iri(reply["id"].get<std::string>()));
  EXPECT_EQ(code_of(found), Code::forbidden) << "by no other door either";
}

TEST_F(ApprovalTest, WhatWasApprovedIsStoredOnceItsOriginSaysSo) {
  const auto reply = approved();
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Create", reply)), Outcome::taken);
  EXPECT_FALSE(knows(reply["id"].get<std::string>())) << "not before";
  EXPECT_THAT(to_fetch(), ElementsAre(reply["id"].get<std::string>()));
  EXPECT_TRUE(comes_in(reply));
  EXPECT_EQ(post_at(reply["id"].get<std::string>()).parent, parent_.id);
}

TEST_F(ApprovalTest, WhereMuchWaitsItHasItsTurnLater) {
  write([&](WriteTxn& txn) -> Result<void> {
    for (int n = 0; n < 600; ++n) {
      TRY(add_fetch(txn, {.iri = iri("https://much.example/" + std::to_string(n)),
                          .next = clock_.now() + days(1),
                          .created = clock_.now()}));
    }
    return {};
  });
  const auto reply = approved();
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Create", reply)), Outcome::taken);
  EXPECT_EQ(catch_up_->run_due(16), 0U) << "others' come first";
  clock_.advance(minutes(10));
  while (catch_up_->run_due(16) > 0) {
  }
  EXPECT_TRUE(knows(*find_string(reply, "id")));
}

TEST_F(ApprovalTest, AnAcceptOfTheAnswerIsOneToo) {
  auto reply = approved();
  eve_site_.put("/approvals/1", {{"id", eve_site_.at("/approvals/1")},
                                 {"type", "Accept"},
                                 {"actor", eve_.iri.text()},
                                 {"object", reply["id"]}});
  EXPECT_FALSE(approves({{"type", "Accept"},
                         {"actor", eve_.iri.text()},
                         {"object", reply["id"]},
                         {"target", "https://remote.example/users/eve/notes/0"}},
                        {.parent = parent_.iri, .author = eve_.iri},
                        iri(reply["id"].get<std::string>())))
      << "for another post";
  reply["approvedBy"] = reply["replyAuthorization"];
  reply.erase("replyAuthorization");
  mallory_site_.put(iri(reply["id"].get<std::string>()).path(), reply);
  EXPECT_TRUE(comes_in(reply));
}

TEST_F(ApprovalTest, Attack38AnApprovalOfAnotherOrForAnotherIsNone) {
  const Json kWrong[] = {{{"attributedTo", mallory_.iri.text()}},
                         {{"interactingObject", "https://evil.example/users/mallory/notes/0"}},
                         {{"interactionTarget", "https://remote.example/users/eve/notes/0"}},
                         {{"type", "LikeAuthorization"}},
                         {{"type", "Note"}}};
  for (const auto& wrong : kWrong) EXPECT_FALSE(comes_in(approved(wrong))) << wrong;
  auto elsewhere = approved();
  elsewhere["replyAuthorization"] = mallory_site_.at("/approvals/1");
  mallory_site_.put("/approvals/1", approval_for(elsewhere));
  mallory_site_.put(iri(elsewhere["id"].get<std::string>()).path(), elsewhere);
  EXPECT_FALSE(comes_in(elsewhere)) << "of the asker's own origin";
  const auto gone = approved();
  eve_site_.put("/approvals/1", Response{.status = 404});
  EXPECT_FALSE(comes_in(gone));
}

TEST_F(ApprovalTest, WhoMayAnswerNeedsNone) {
  const Json kOpen[] = {{{"automaticApproval", {std::string(kPublic)}}},
                        {{"always", {mallory_.iri.text()}}},
                        Json(),
                        Json::object(),
                        {{"automaticApproval", {eve_.followers.text()}}}};
  for (const auto& rule : kOpen) {
    const auto reply = answer(mallory_, restricted(rule));
    EXPECT_EQ(outcome(mallory_, activity(mallory_, "Create", reply)), Outcome::taken) << rule;
    EXPECT_TRUE(knows(reply["id"].get<std::string>())) << rule;
  }
  const Json nobody{{"automaticApproval", Json::array()}};
  const Json mention{{"type", "Mention"}, {"href", mallory_.iri.text()}, {"name", "@mallory"}};
  const auto mentioned = answer(mallory_, restricted(nobody, {{"tag", Json::array({mention})}}));
  outcome(mallory_, activity(mallory_, "Create", mentioned));
  EXPECT_TRUE(knows(mentioned["id"].get<std::string>())) << "who is mentioned";
  const auto theirs = known_note(mallory_);
  const auto back = answer(mallory_, restricted(nobody, {{"inReplyTo", theirs.iri.text()}}));
  outcome(mallory_, activity(mallory_, "Create", back));
  EXPECT_TRUE(knows(back["id"].get<std::string>())) << "whose post it answers";
  const auto own = answer(eve_, restricted(nobody));
  outcome(eve_, activity(eve_, "Create", own));
  EXPECT_TRUE(knows(own["id"].get<std::string>())) << "oneself";
}

TEST_F(ApprovalTest, ANoteToFewIsBetweenThem) {
  auto reply = answer(mallory_, parent_);
  reply["to"] = Json::array({alice_.iri.text()});
  reply["cc"] = Json::array();
  outcome(mallory_, activity(mallory_, "Create", reply));
  EXPECT_TRUE(knows(reply["id"].get<std::string>()));
}

}  // namespace
}  // namespace hallway::test
