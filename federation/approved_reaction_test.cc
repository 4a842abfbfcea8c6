#include "federation/approved_reaction.h"

#include <gmock/gmock.h>

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Mallory likes and boosts a post of eve's, who approves that first.
class ApprovedReaction : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    for (const auto& who : {eve_, mallory_}) befriend(alice_, who);
    ask_ = {{"automaticApproval", {eve_.iri.text()}}, {"manualApproval", {std::string(kPublic)}}};
    theirs_ = restricted({{"canLike", ask_}, {"canAnnounce", ask_}});
  }
  Post restricted(const Json& policy) {
    auto object = note(eve_);
    object["interactionPolicy"] = policy;
    EXPECT_EQ(outcome(eve_, activity(eve_, "Create", object)), Outcome::taken);
    return post_at(*find_string(object, "id"));
  }
  // One that says that it was approved, and what stands at that place.
  Json approved(const std::string& type, const Json& changes = Json::object()) {
    auto made = activity(mallory_, type, theirs_.iri.text());
    const std::string word = type == "Like" ? "like" : "announce";
    const std::string kind = type == "Like" ? "Like" : "Announce";
    made[word + "Authorization"] = eve_site_.at("/approvals/1");
    Json approval{{"id", eve_site_.at("/approvals/1")},
                  {"type", kind + "Authorization"},
                  {"attributedTo", eve_.iri.text()},
                  {"interactingObject", made["id"]},
                  {"interactionTarget", theirs_.iri.text()}};
    approval.update(changes);
    eve_site_.put("/approvals/1", approval);
    return made;
  }
  void work() {
    for (int round = 0; catch_up_->run_due(16) > 0 && round < 20; ++round) {
    }
  }
  [[nodiscard]] size_t counted() const {
    return count_reactions(read(), theirs_.id) + count_boosts(read(), theirs_.id);
  }

  Json ask_;
  Site eve_site_{net_, "https://remote.example"};
  Post theirs_;
};

TEST_F(ApprovedReaction, WhatWasNotApprovedDoesNotCount) {
  const auto before = rows();
  for (const auto* type : {"Like", "Announce"}) {
    EXPECT_EQ(outcome(mallory_, activity(mallory_, type, theirs_.iri.text())), Outcome::ignored);
  }
  auto emoji = activity(mallory_, "EmojiReact", theirs_.iri.text());
  emoji["content"] = "🎉";
  EXPECT_EQ(outcome(mallory_, emoji), Outcome::ignored);
  EXPECT_EQ(rows(), before);
}

TEST_F(ApprovedReaction, WhatWasApprovedCountsOnceItsOriginSaysSo) {
  for (const auto* type : {"Like", "Announce"}) {
    const auto made = approved(type);
    const auto before = counted();
    EXPECT_EQ(outcome(mallory_, made), Outcome::taken);
    EXPECT_EQ(counted(), before) << "not before";
    EXPECT_THAT(to_fetch(), ElementsAre(eve_site_.at("/approvals/1")));
    work();
    EXPECT_EQ(counted(), before + 1) << type;
    EXPECT_THAT(to_fetch(), IsEmpty());
    EXPECT_EQ(outcome(mallory_, made), Outcome::seen_before);
  }
}

TEST_F(ApprovedReaction, AnAcceptOfItIsAnApprovalToo) {
  auto made = approved("Like");
  made["approvedBy"] = made["likeAuthorization"];
  made.erase("likeAuthorization");
  eve_site_.put("/approvals/1", {{"id", eve_site_.at("/approvals/1")},
                                 {"type", "Accept"},
                                 {"actor", eve_.iri.text()},
                                 {"object", made["id"]}});
  outcome(mallory_, made);
  work();
  EXPECT_EQ(counted(), 1U);
}

TEST_F(ApprovedReaction, Attack38AnApprovalOfAnotherOrForAnotherIsNone) {
  const Json kWrong[] = {{{"attributedTo", mallory_.iri.text()}},
                         {{"interactingObject", "https://evil.example/users/mallory/likes/0"}},
                         {{"interactionTarget", "https://remote.example/users/eve/notes/0"}},
                         {{"type", "ReplyAuthorization"}},
                         {{"type", "Note"}}};
  for (const auto* type : {"Like", "Announce"}) {
    for (const auto& wrong : kWrong) {
      outcome(mallory_, approved(type, wrong));
      work();
      EXPECT_EQ(counted(), 0U) << type << wrong;
      EXPECT_THAT(to_fetch(), IsEmpty());
    }
  }
  const Site elsewhere(net_, "https://evil.example");
  auto own = approved("Like");
  own["likeAuthorization"] = elsewhere.at("/approvals/1");
  EXPECT_EQ(outcome(mallory_, own), Outcome::ignored) << "of the asker's own origin";
}

TEST_F(ApprovedReaction, OneApprovalIsForOneOfThoseThatNameIt) {
  const auto carol = put_remote("carol", "evil.example");
  auto theft = activity(carol, "Like", theirs_.iri.text());
  theft["likeAuthorization"] = eve_site_.at("/approvals/1");
  EXPECT_EQ(outcome(carol, theft), Outcome::taken);
  EXPECT_EQ(outcome(mallory_, approved("Like")), Outcome::taken);
  EXPECT_EQ(count(Table::fetches), 1U) << "asked for once";
  work();
  EXPECT_EQ(counted(), 1U);
  EXPECT_TRUE(find_reaction(read(), theirs_.id, mallory_.id));
}

TEST_F(ApprovedReaction, WhoMayNeedsNone) {
  EXPECT_EQ(outcome(eve_, activity(eve_, "Like", theirs_.iri.text())), Outcome::taken) << "oneself";
  const Json kOpen[] = {Json::object(),
                        {{"canLike", {{"automaticApproval", {std::string(kPublic)}}}}},
                        {{"canLike", {{"always", {mallory_.iri.text()}}}}},
                        {{"canLike", {{"automaticApproval", {eve_.followers.text()}}}}},
                        {{"canReply", ask_}}};
  for (const auto& policy : kOpen) {
    const auto open = restricted(policy);
    EXPECT_EQ(outcome(mallory_, activity(mallory_, "Like", open.iri.text())), Outcome::taken)
        << policy;
    EXPECT_EQ(count_reactions(read(), open.id), 1U) << policy;
  }
}

TEST_F(ApprovedReaction, ARuleThatNamesNobodyIsForNobody) {
  ASSERT_TRUE(eve_.following.empty()) << "what is named must not be taken for this";
  for (const auto& nobody : {Json::array(), Json::array({""}), Json::array({7})}) {
    const auto closed = restricted({{"canLike", {{"automaticApproval", nobody}}}});
    EXPECT_EQ(outcome(mallory_, activity(mallory_, "Like", closed.iri.text())), Outcome::ignored)
        << nobody;
  }
}

TEST_F(ApprovedReaction, ABoostOfWhatIsFetchedFirstIsHeldToItToo) {
  auto object = note(eve_);
  object["interactionPolicy"] = {{"canAnnounce", ask_}};
  eve_site_.put(iri(*find_string(object, "id")).path(), object);
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Announce", object["id"])), Outcome::taken);
  work();
  EXPECT_EQ(count_boosts(read(), post_at(*find_string(object, "id")).id), 0U);
}

TEST_F(ApprovedReaction, WhatIsTakenBackMeanwhileNeverCounts) {
  for (const auto* type : {"Like", "Announce"}) {
    const auto made = approved(type);
    outcome(mallory_, made);
    EXPECT_EQ(outcome(eve_, activity(eve_, "Undo", made["id"])), Outcome::ignored) << "not hers";
    EXPECT_EQ(outcome(mallory_, activity(mallory_, "Undo", made)), Outcome::taken);
    EXPECT_THAT(to_fetch(), IsEmpty());
    work();
    EXPECT_EQ(counted(), 0U) << type;
  }
}

TEST_F(ApprovedReaction, WherePeopleHereAreApprovedTheAuthorSaysNothingMore) {
  ok(act(alice_, [&](Local& local) { return like(local, theirs_.id); }));
  EXPECT_EQ(counted(), 1U) << "it is for the author's node to reject";
}

}  // namespace
}  // namespace hallway::test
