#include "federation/block.h"

#include <gmock/gmock.h>

#include "federation/timeline.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class BlockTest : public ActsTest {
 protected:
  Json block_of(const Actor& whom, const Actor& by) {
    return activity(by, "Block", whom.iri.text());
  }
  void block_here(const Actor& by, const Actor& whom) {
    ok(act(by, [&](Local& local) { return block(local, whom.id); }));
  }
  [[nodiscard]] bool sees(const Actor& who, const Post& post) const {
    return may_flow(read(), home_, post, Destination::to_person(who.id)).allowed;
  }
  [[nodiscard]] bool goes(const Post& post, const std::vector<Id>& people) const {
    return may_flow(read(), home_, post, Destination::to_domain(domain("remote.example"), people))
        .allowed;
  }
  [[nodiscard]] size_t at_home(const Actor& who) const {
    return home_timeline(read(), home_, who.id, {}).size();
  }
};

// --- blocks that arrive ---

TEST_F(BlockTest, ABlockEndsFollowsBothWaysAndTellsNobody) {
  befriend(alice_, eve_);
  befriend(eve_, alice_);
  const auto seen = known_note(eve_);
  ASSERT_TRUE(sees(alice_, seen));
  EXPECT_EQ(outcome(eve_, block_of(alice_, eve_)), Outcome::taken);
  EXPECT_FALSE(find_follow(read(), alice_.id, eve_.id));
  EXPECT_FALSE(find_follow(read(), eve_.id, alice_.id));
  EXPECT_FALSE(sees(alice_, seen)) << "what they wrote is hidden from whom they block";
  EXPECT_TRUE(sees(bob_, seen));
  EXPECT_THAT(notified(alice_), IsEmpty());
  EXPECT_THAT(owed(), IsEmpty()) << "nothing is answered";
}

TEST_F(BlockTest, ABlockIsUndoneByIdOrByItsPartsAndByNobodyElse) {
  for (const bool by_parts : {false, true}) {
    auto blocked = block_of(alice_, eve_);
    ASSERT_EQ(outcome(eve_, blocked), Outcome::taken);
    EXPECT_EQ(refusal(mallory_, activity(mallory_, "Undo", blocked["id"])), Code::forbidden);
    ASSERT_TRUE(blocks(read(), eve_.id, alice_.id));
    auto undone = blocked;
    if (by_parts) undone.erase("id");
    EXPECT_EQ(outcome(eve_, activity(eve_, "Undo", undone)), Outcome::taken);
    EXPECT_FALSE(blocks(read(), eve_.id, alice_.id));
  }
  EXPECT_EQ(outcome(eve_, activity(eve_, "Undo", block_of(alice_, eve_))), Outcome::ignored);
}

TEST_F(BlockTest, ABlockOfNobodyHereLeavesNoTrace) {
  const auto before = rows();
  for (const auto& whom :
       {mallory_.iri.text(), home_.instance_actor().text(), home_.base.text() + "users/nobody"}) {
    EXPECT_EQ(outcome(eve_, activity(eve_, "Block", whom)), Outcome::ignored) << whom;
  }
  EXPECT_EQ(outcome(eve_, activity(eve_, "Block", nullptr)), Outcome::ignored);
  EXPECT_EQ(rows(), before);
}

// --- of people here ---

TEST_F(BlockTest, WhoIsBlockedHereHearsOfItAndLosesTheirFollow) {
  befriend(alice_, eve_);
  befriend(eve_, alice_);
  block_here(alice_, eve_);
  EXPECT_THAT(owed(), ElementsAre("Block https://remote.example/inbox",
                                  "Reject https://remote.example/inbox",
                                  "Undo https://remote.example/inbox"));
  EXPECT_FALSE(find_follow(read(), alice_.id, eve_.id));
  EXPECT_FALSE(find_follow(read(), eve_.id, alice_.id));
  const auto before = rows();
  block_here(alice_, eve_);
  EXPECT_EQ(rows(), before) << "again is nothing new";
  forget_owed();
  ok(act(alice_, [&](Local& local) { return unblock(local, eve_.id); }));
  EXPECT_THAT(owed(), ElementsAre("Undo https://remote.example/inbox"));
  EXPECT_EQ(last_logged()["object"]["type"], "Block");
  EXPECT_FALSE(blocks(read(), alice_.id, eve_.id));
}

TEST_F(BlockTest, NothingOfTheBlockerGoesToTheBlockedByItsOwnName) {
  const auto frank = put_remote("frank");
  befriend(eve_, alice_);
  befriend(frank, alice_);
  const auto everybody = post(alice_);
  const auto few = post(alice_, NewPost{.text = "few", .visibility = Visibility::followers});
  block_here(alice_, eve_);
  const auto before = read().count(Table::deliveries);
  for (const auto& one : {everybody, few}) {
    EXPECT_FALSE(goes(one, {eve_.id})) << "a signed fetch of theirs finds nothing";
    EXPECT_TRUE(goes(one, {eve_.id, frank.id}));
  }
  auto alone = put_remote("gina", "gina.example");
  block_here(alice_, alone);
  forget_owed();
  post(alice_,
       NewPost{.text = "@gina", .mentions = {{{"gina", domain("gina.example")}, alone.id}}});
  EXPECT_THAT(owed(), ElementsAre("Create https://remote.example/inbox")) << "frank's, not gina's";
  EXPECT_GT(before, 0U);
}

TEST_F(BlockTest, WhatTheBlockedDoReachesNobody) {
  const auto mine = post(alice_);
  block_here(alice_, eve_);
  auto reply = note(eve_, "<p>@alice</p>");
  reply["inReplyTo"] = mine.iri.text();
  reply["tag"] = {{{"type", "Mention"}, {"href", alice_.iri.text()}, {"name", "@alice"}}};
  reply["cc"] = Json::array({alice_.iri.text()});
  outcome(eve_, activity(eve_, "Create", reply));
  EXPECT_EQ(outcome(eve_, activity(eve_, "Like", mine.iri.text())), Outcome::ignored);
  EXPECT_EQ(outcome(eve_, activity(eve_, "Announce", mine.iri.text())), Outcome::ignored);
  EXPECT_THAT(notified(alice_), IsEmpty());
  EXPECT_EQ(at_home(alice_), 1U) << "her own post";
}

TEST_F(BlockTest, AFollowAcrossABlockIsRefused) {
  block_here(alice_, eve_);
  forget_owed();
  EXPECT_EQ(outcome(eve_, activity(eve_, "Follow", alice_.iri.text())), Outcome::taken);
  EXPECT_THAT(owed(), ElementsAre("Reject https://remote.example/inbox"));
  EXPECT_FALSE(find_follow(read(), eve_.id, alice_.id));
  EXPECT_THAT(notified(alice_), IsEmpty());
  EXPECT_EQ(code_of(act(alice_, [&](Local& local) { return follow(local, eve_.id); })),
            Code::forbidden);
  block_here(alice_, bob_);
  EXPECT_EQ(code_of(act(bob_, [&](Local& local) { return follow(local, alice_.id); })),
            Code::forbidden);
}

TEST_F(BlockTest, TwoPeopleHereAreHiddenFromEachOther) {
  befriend(bob_, alice_);
  const auto mine = post(alice_), theirs = post(bob_);
  block_here(alice_, bob_);
  EXPECT_FALSE(sees(bob_, mine));
  EXPECT_FALSE(sees(alice_, theirs));
  EXPECT_EQ(at_home(bob_), 1U);
  EXPECT_THAT(owed(), IsEmpty());
  EXPECT_EQ(code_of(act(bob_, [&](Local& local) { return like(local, mine.id); })),
            Code::not_found);
}

TEST_F(BlockTest, NobodyBlocksThemselvesOrNobody) {
  const auto before = rows();
  EXPECT_EQ(code_of(act(alice_, [&](Local& local) { return block(local, alice_.id); })),
            Code::invalid);
  EXPECT_EQ(code_of(act(alice_, [&](Local& local) { return block(local, Id{99}); })),
            Code::not_found);
  EXPECT_EQ(code_of(act(alice_, [&](Local& local) { return mute(local, Id{99}, true); })),
            Code::not_found);
  ok(act(alice_, [&](Local& local) { return unblock(local, eve_.id); }));
  ok(act(alice_, [&](Local& local) { return unmute(local, eve_.id); }));
  EXPECT_EQ(rows(), before);
}

TEST_F(BlockTest, AMuteIsSilentAndLeavesFollowsAlone) {
  const auto frank = put_remote("frank");
  befriend(alice_, frank);
  befriend(alice_, eve_);
  const auto theirs = known_note(eve_);
  ASSERT_EQ(at_home(alice_), 1U);
  ok(act(alice_, [&](Local& local) { return mute(local, eve_.id, true); }));
  EXPECT_THAT(owed(), IsEmpty());
  EXPECT_TRUE(follows(read(), alice_.id, eve_.id));
  EXPECT_EQ(at_home(alice_), 0U);
  EXPECT_TRUE(sees(alice_, theirs)) << "who looks for it finds it";
  outcome(frank, activity(frank, "Announce", theirs.iri.text()));
  EXPECT_EQ(at_home(alice_), 0U) << "not by way of others either";
  const auto mine = post(alice_);
  outcome(eve_, activity(eve_, "Like", mine.iri.text()));
  EXPECT_THAT(notified(alice_), IsEmpty());
  ok(act(alice_, [&](Local& local) { return mute(local, eve_.id, /*notifications=*/false); }));
  outcome(eve_, activity(eve_, "Announce", mine.iri.text()));
  EXPECT_THAT(notified(alice_), ElementsAre(NotificationType::boost));
  ok(act(alice_, [&](Local& local) { return unmute(local, eve_.id); }));
  EXPECT_EQ(at_home(alice_), 4U) << "theirs, hers, and both boosts";
}

TEST_F(BlockTest, ADomainIsNothingToOnePersonAlone) {
  befriend(alice_, eve_);
  befriend(eve_, alice_);
  befriend(mallory_, alice_);
  const auto theirs = known_note(eve_);
  const auto there = domain("remote.example");
  ok(act(alice_, [&](Local& local) { return block_domain(local, there); }));
  EXPECT_FALSE(find_follow(read(), alice_.id, eve_.id));
  EXPECT_FALSE(find_follow(read(), eve_.id, alice_.id));
  EXPECT_TRUE(follows(read(), mallory_.id, alice_.id));
  EXPECT_FALSE(sees(alice_, theirs));
  EXPECT_TRUE(sees(bob_, theirs));
  EXPECT_EQ(list_blocked_domains(read(), alice_.id, 9), std::vector{there});
  const auto mine = post(alice_);
  outcome(eve_, activity(eve_, "Like", mine.iri.text()));
  EXPECT_THAT(notified(alice_), IsEmpty());
  ok(act(alice_, [&](Local& local) { return unblock_domain(local, there); }));
  EXPECT_TRUE(sees(alice_, theirs));
  EXPECT_EQ(code_of(act(alice_, [&](Local& l) { return block_domain(l, home_.domain); })),
            Code::invalid);
}

TEST_F(BlockTest, AHostIsNothingToThemOnAnyOfItsPorts) {
  const auto dave = put_remote("dave", "remote.example:8443");
  befriend(alice_, dave);
  befriend(dave, alice_);
  const auto theirs = known_note(dave);
  const auto there = domain("remote.example"), port = domain("remote.example:8443");
  ok(act(alice_, [&](Local& local) { return block_domain(local, port); }));
  EXPECT_FALSE(sees(alice_, theirs));
  EXPECT_TRUE(sees(alice_, known_note(eve_))) << "one port is not the host";
  ok(act(alice_, [&](Local& local) { return unblock_domain(local, port); }));
  befriend(dave, alice_);
  ok(act(alice_, [&](Local& local) { return block_domain(local, there); }));
  EXPECT_FALSE(sees(alice_, theirs));
  EXPECT_FALSE(find_follow(read(), dave.id, alice_.id));
  EXPECT_EQ(outcome(dave, activity(dave, "Follow", alice_.iri.text())), Outcome::taken);
  EXPECT_EQ(last_logged()["type"], "Reject");
  const auto mine = post(alice_);
  outcome(dave, activity(dave, "Like", mine.iri.text()));
  EXPECT_THAT(notified(alice_), IsEmpty());
}

TEST_F(BlockTest, ADomainOfManyIsLeftInShortTransactions) {
  const auto there = domain("remote.example");
  std::vector<Actor> people;
  people.reserve(250);
  for (int i = 0; i < 250; ++i) people.push_back(put_remote("p" + std::to_string(i)));
  for (const auto& one : people) befriend(one, alice_);
  befriend(alice_, people.back());
  const auto block_it = [&] {
    return ok(act(alice_, [&](Local& local) { return block_domain(local, there); }));
  };
  EXPECT_FALSE(block_it());
  EXPECT_EQ(list_blocked_domains(read(), alice_.id, 9), std::vector{there}) << "first of all";
  EXPECT_EQ(count_followers(read(), alice_.id), 50U);
  EXPECT_TRUE(block_it());
  EXPECT_EQ(count_followers(read(), alice_.id), 0U);
  EXPECT_EQ(count_following(read(), alice_.id), 0U);
}

}  // namespace
}  // namespace hallway::test
