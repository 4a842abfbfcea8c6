#include "federation/reach.h"

#include <gmock/gmock.h>

#include "storage/blocks.h"
#include "storage/follows.h"
#include "tests/support/publishing.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// Eve's node is a sister department, Mallory's a partner, Pat's is of the public.
class ReachTest : public PublishTest {
 protected:
  void SetUp() override {
    PublishTest::SetUp();
    pat_ = put_remote("pat", "public.example");
    set_peer("remote.example", [](Peer& peer) { peer.relation = Relation::sibling; });
    set_peer("evil.example", [](Peer& peer) { peer.relation = Relation::partner; });
    for (const auto* who : {&bob_, &eve_, &mallory_, &pat_}) befriend(*who, alice_);
  }
  Reach reach(const NewPost& fresh, size_t most_followers = 100) {
    return ok(reach_of(read(), home_, alice_, fresh, most_followers));
  }
  // The nodes that it names, in this order: by domain.
  static std::vector<std::string> nodes(const Reach& reach, bool allowed) {
    std::vector<std::string> out;
    for (const auto& node : reach.nodes) {
      if (node.verdict.allowed == allowed) out.push_back(node.domain.text());
    }
    return out;
  }
  static NewPost fresh_for(Visibility visibility, Label label) {
    return {.text = "Hello", .visibility = visibility, .label = label};
  }
  Actor pat_;
};

TEST_F(ReachTest, WhatIsSaidBeforehandIsWhatIsOwedAfterwards) {
  for (const auto visibility :
       {Visibility::public_, Visibility::unlisted, Visibility::followers, Visibility::direct}) {
    for (const auto label :
         {Label::department, Label::organization, Label::partners, Label::public_}) {
      for (const bool names_eve : {false, true}) {
        auto fresh = names_eve ? naming("Hello", {&eve_}) : NewPost{.text = "Hello"};
        fresh.visibility = visibility;
        fresh.label = label;
        std::vector<std::string> said;
        for (const auto& domain : nodes(reach(fresh), true)) {
          said.push_back("Create https://" + domain + "/inbox");
        }
        std::ranges::sort(said);
        forget_owed();
        post(alice_, fresh);
        EXPECT_EQ(owed(), said) << name_of(visibility) << " " << name_of(label) << names_eve;
      }
    }
  }
}

TEST_F(ReachTest, ALabelSaysWhomItKeepsFromWhichNode) {
  const auto within = reach(fresh_for(Visibility::followers, Label::organization));
  EXPECT_THAT(nodes(within, true), ElementsAre("remote.example"));
  EXPECT_THAT(nodes(within, false), ElementsAre("evil.example", "public.example"));
  EXPECT_THAT(within.here, ElementsAre(bob_.id));
  EXPECT_FALSE(within.open_here);
  EXPECT_FALSE(leaves_organization(read(), home_, within));
  const auto further = reach(fresh_for(Visibility::followers, Label::partners));
  EXPECT_THAT(nodes(further, true), ElementsAre("evil.example", "remote.example"));
  EXPECT_TRUE(leaves_organization(read(), home_, further));
  EXPECT_FALSE(further.anybody);
}

TEST_F(ReachTest, ThePublicWebIsOutsideEvenWhereNobodyFollows) {
  for (const auto* who : {&eve_, &mallory_, &pat_}) {
    write([&](WriteTxn& txn) -> Result<bool> {
      TRY(erase_follow(txn, who->id, alice_.id));
      return true;
    });
  }
  const auto open = reach(fresh_for(Visibility::public_, Label::public_));
  EXPECT_THAT(open.nodes, IsEmpty());
  EXPECT_TRUE(open.anybody && open.open_here);
  EXPECT_TRUE(leaves_organization(read(), home_, open));
}

TEST_F(ReachTest, AnAnswerReachesWhoIsAnsweredAndNoWiderThanThat) {
  const auto parent = post(bob_, {.text = "Tea?", .label = Label::organization});
  auto answer = fresh_for(Visibility::public_, Label::public_);
  answer.in_reply_to = parent.id;
  EXPECT_EQ(code_of(reach_of(read(), home_, alice_, answer, 9)), Code::invalid);
  answer.label = {};
  EXPECT_EQ(reach(answer).label, Label::organization);
  EXPECT_THAT(reach(answer).here, ElementsAre(bob_.id));
  const auto hidden = post(bob_, {.text = "Mine", .visibility = Visibility::direct});
  answer.in_reply_to = hidden.id;
  EXPECT_EQ(code_of(reach_of(read(), home_, alice_, answer, 9)), Code::not_found);
}

TEST_F(ReachTest, OnlySoManyFollowersAreLookedAtAndTheOthersCounted) {
  const auto some = reach(fresh_for(Visibility::public_, Label::public_), 1);
  EXPECT_EQ(some.here.size() + some.nodes.size(), 1);
  EXPECT_EQ(some.followers_left_out, 3);
  EXPECT_EQ(reach(fresh_for(Visibility::direct, Label::public_), 1).followers_left_out, 0);
}

TEST_F(ReachTest, WhoIsKeptAwayByABlockIsNotSpokenOf) {
  write([&](WriteTxn& txn) -> Result<bool> {
    TRY(put_block(txn, {.by = eve_.id, .whom = alice_.id, .at = clock_.now()}));
    return true;
  });
  auto fresh = naming("Hello", {&eve_, &mallory_});
  fresh.visibility = Visibility::direct;
  fresh.label = Label::partners;
  EXPECT_THAT(nodes(reach(fresh), true), ElementsAre("evil.example"));
  EXPECT_THAT(reach(fresh).nodes, SizeIs(1));
}

}  // namespace
}  // namespace hallway::test
