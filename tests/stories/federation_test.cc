// What people of two departments and a partner do with each other, and what they see of it.

#include <gmock/gmock.h>

#include "storage/notifications.h"
#include "storage/reactions.h"
#include "tests/support/two_towns.h"

namespace hallway {
namespace {

using test::World;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

using Federation = test::TwoTowns;

TEST_F(Federation, AFollowIsAcceptedAndBringsPosts) {
  befriend();
  EXPECT_TRUE(follows(*design_.node().read(), alice_.id, bob_at_design_.id));
  EXPECT_TRUE(follows(*acme_.node().read(), bob_.id, alice_at_acme_.id));
  design_.post(alice_, "The new lathe is here.");
  world_.settle();
  EXPECT_THAT(acme_.home(bob_), ElementsAre("The new lathe is here."));
}

TEST_F(Federation, AReplyJoinsItsThreadOnBothSides) {
  befriend();
  const auto question = design_.post(alice_, "Who knows about lathes?");
  world_.settle();
  const auto answer =
      acme_.post(bob_, NewPost{.text = "I do.", .in_reply_to = there(acme_, question).id});
  world_.settle();
  const auto arrived = there(design_, answer);
  EXPECT_EQ(arrived.parent, question.id);
  EXPECT_EQ(arrived.context, question.id);
  EXPECT_THAT(design_.home(alice_), ElementsAre("I do.", "Who knows about lathes?"));
}

TEST_F(Federation, LikesAndBoostsArriveAndAreUndone) {
  befriend();
  const auto post = design_.post(alice_, "Minutes of the meeting");
  world_.settle();
  const auto seen = there(acme_, post);
  acme_.act(bob_, [&](Local& l) { return like(l, seen.id); });
  acme_.act(bob_, [&](Local& l) { return boost(l, seen.id); });
  world_.settle();
  EXPECT_EQ(count_reactions(*design_.node().read(), post.id), 1U);
  EXPECT_EQ(count_boosts(*design_.node().read(), post.id), 1U);
  acme_.act(bob_, [&](Local& l) { return unlike(l, seen.id); });
  acme_.act(bob_, [&](Local& l) { return unboost(l, seen.id); });
  world_.settle();
  EXPECT_EQ(count_reactions(*design_.node().read(), post.id), 0U);
  EXPECT_EQ(count_boosts(*design_.node().read(), post.id), 0U);
}

TEST_F(Federation, ABoostBringsAPostFromAThirdNode) {
  befriend();
  auto& labs = world_.town("labs.example");
  const auto carol = labs.person("carol");
  const auto post = labs.post(carol, "Results of the tensile test");
  acme_.meet("carol@labs.example");
  acme_.follow(bob_, acme_.meet("carol@labs.example"));
  world_.settle();
  const auto second = labs.post(carol, "More results");
  world_.settle();
  acme_.act(bob_, [&](Local& l) { return boost(l, there(acme_, second).id); });
  world_.settle();
  EXPECT_THAT(design_.home(alice_), ElementsAre("More results"));
  EXPECT_FALSE(design_.find(post.iri));
}

TEST_F(Federation, AnEditReplacesAndADeletionErases) {
  befriend();
  const auto post = design_.post(alice_, "Meeting at nine");
  world_.settle();
  world_.clock.advance(minutes(1));
  design_.act(alice_, [&](Local& l) { return edit_post(l, post.id, {.text = "Meeting at ten"}); });
  world_.settle();
  EXPECT_THAT(acme_.home(bob_), ElementsAre("Meeting at ten"));
  design_.act(alice_, [&](Local& l) { return delete_post(l, post.id); });
  world_.settle();
  EXPECT_THAT(acme_.home(bob_), IsEmpty());
  const auto txn = acme_.node().read();
  EXPECT_TRUE(find_post(*txn, post.iri)->gone);
  EXPECT_TRUE(find_post(*txn, post.iri)->content.empty());
}

TEST_F(Federation, AnUnfollowStopsPosts) {
  befriend();
  acme_.act(bob_, [&](Local& l) { return unfollow(l, alice_at_acme_.id); });
  world_.settle();
  design_.post(alice_, "Not for bob");
  world_.settle();
  EXPECT_THAT(acme_.home(bob_), IsEmpty());
  EXPECT_FALSE(follows(*design_.node().read(), bob_at_design_.id, alice_.id));
}

TEST_F(Federation, ALockedPersonIsAskedFirstAndMayRefuse) {
  design_.act(alice_, [](Local& l) { return update_profile(l, {.locked = true}); });
  const auto alice = acme_.meet("alice@design.example");
  acme_.follow(bob_, alice);
  world_.settle();
  const auto bob = design_.meet("bob@acme.example");
  EXPECT_FALSE(follows(*design_.node().read(), bob.id, alice_.id));
  EXPECT_FALSE(follows(*acme_.node().read(), bob_.id, alice.id));
  design_.act(alice_, [&](Local& l) { return accept_follow(l, bob.id); });
  world_.settle();
  EXPECT_TRUE(follows(*acme_.node().read(), bob_.id, alice.id));
  design_.act(alice_, [&](Local& l) { return reject_follow(l, bob.id); });
  world_.settle();
  EXPECT_FALSE(follows(*acme_.node().read(), bob_.id, alice.id));
}

TEST_F(Federation, AMentionReachesAStrangerAndNotifies) {
  design_.post(alice_, "Ask @bob@acme.example about it");
  world_.settle();
  EXPECT_THAT(acme_.home(bob_), ElementsAre("Ask @bob about it"));
  size_t mentions = 0;
  scan_notifications(*acme_.node().read(), bob_.id, Id{}, [&](const Notification& n) {
    mentions += n.type == NotificationType::mention;
    return true;
  });
  EXPECT_EQ(mentions, 1U);
}

TEST_F(Federation, ADirectPostReachesOnlyWhomItNames) {
  befriend();
  const auto carol = acme_.person("carol");
  acme_.follow(carol, alice_at_acme_);
  world_.settle();
  design_.post(alice_,
               NewPost{.text = "@bob@acme.example between us", .visibility = Visibility::direct});
  world_.settle();
  EXPECT_THAT(acme_.home(bob_), ElementsAre("@bob between us"));
  EXPECT_THAT(acme_.home(carol), IsEmpty());
}

TEST_F(Federation, AFollowersPostStaysAmongFollowers) {
  befriend();
  const auto carol = acme_.person("carol");
  design_.post(alice_, NewPost{.text = "for followers", .visibility = Visibility::followers});
  world_.settle();
  EXPECT_THAT(acme_.home(bob_), ElementsAre("for followers"));
  EXPECT_THAT(acme_.home(carol), IsEmpty());
}

TEST_F(Federation, ManyFollowersBehindOneSharedInboxCostOnePost) {
  befriend();
  for (const auto* name : {"carol", "dave", "erin"})
    acme_.follow(acme_.person(name), alice_at_acme_);
  world_.settle();
  world_.net.forget_requests();
  design_.post(alice_, "once for all");
  world_.settle();
  EXPECT_EQ(world_.net.requests("acme.example", "/inbox"), 1U);
}

// --- between departments and partners
// --------------------------------------------------------------

TEST(Partners, ALabelledPostGoesAsFarAsItsLabel) {
  World world;
  auto& design = world.town("design.example", FederationMode::allowlist);
  auto& sales = world.town("sales.example", FederationMode::allowlist);
  auto& acme = world.town("acme.example", FederationMode::allowlist);
  design.relate("sales.example", Relation::sibling);
  design.relate("acme.example", Relation::partner);
  sales.relate("design.example", Relation::sibling);
  acme.relate("design.example", Relation::partner);
  const auto alice = design.person("alice");
  const auto sam = sales.person("sam");
  const auto bob = acme.person("bob");
  sales.follow(sam, sales.meet("alice@design.example"));
  acme.follow(bob, acme.meet("alice@design.example"));
  world.settle();
  design.post(alice, NewPost{.text = "department", .label = Label::department});
  design.post(alice, NewPost{.text = "organization", .label = Label::organization});
  design.post(alice, NewPost{.text = "partners", .label = Label::partners});
  world.settle();
  EXPECT_THAT(design.home(alice), ElementsAre("partners", "organization", "department"));
  EXPECT_THAT(sales.home(sam), ElementsAre("partners", "organization"));
  EXPECT_THAT(acme.home(bob), ElementsAre("partners"));
}

TEST(Partners, ASiblingsPostKeepsItsLabelWhenItIsBoosted) {
  World world;
  auto& design = world.town("design.example", FederationMode::allowlist);
  auto& sales = world.town("sales.example", FederationMode::allowlist);
  auto& acme = world.town("acme.example", FederationMode::allowlist);
  for (auto* town : {&design, &sales, &acme}) {
    for (const auto* other : {"design.example", "sales.example", "acme.example"}) {
      if (town->domain() == other) continue;
      const bool partner =
          town->domain() == "acme.example" || std::string_view(other) == "acme.example";
      town->relate(other, partner ? Relation::partner : Relation::sibling);
    }
  }
  const auto alice = design.person("alice");
  const auto sam = sales.person("sam");
  const auto bob = acme.person("bob");
  sales.follow(sam, sales.meet("alice@design.example"));
  acme.follow(bob, acme.meet("sam@sales.example"));
  world.settle();
  const auto post = design.post(alice, NewPost{.text = "ours", .label = Label::organization});
  world.settle();
  const auto seen = sales.find(post.iri);
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->label, Label::organization);
  sales.act(sam, [&](Local& l) { return boost(l, seen->id); });
  world.settle();
  EXPECT_THAT(acme.home(bob), IsEmpty());
  EXPECT_FALSE(acme.find(post.iri));
}

TEST(Partners, AStrangerIsRefusedInAllowlistMode) {
  World world;
  auto& design = world.town("design.example", FederationMode::allowlist);
  auto& other = world.town("stranger.example");
  const auto alice = design.person("alice");
  const auto eve = other.person("eve");
  const auto before = design.node().read()->count(Table::log);
  other.post(eve, "hello @alice@design.example");
  world.settle();
  EXPECT_EQ(design.stored_posts(), 0U);
  EXPECT_EQ(design.node().read()->count(Table::log), before);
}

// --- a network that is not kind
// ----------------------------------------------------------------------

TEST_F(Federation, APartnerThatWasDownGetsWhatItMissedOnce) {
  befriend();
  acme_.stop();
  for (int i = 0; i < 5; ++i) {
    design_.post(alice_, "missed " + std::to_string(i));
    world_.clock.advance(milliseconds(1));  // they are ordered by their own time, not by arrival
  }
  world_.pass(hours(5));
  acme_.start();
  world_.pass(hours(2));
  EXPECT_THAT(acme_.home(bob_), testing::UnorderedElementsAre("missed 4", "missed 3", "missed 2",
                                                              "missed 1", "missed 0"));
}

TEST_F(Federation, ALostAnswerMakesNoSecondPost) {
  befriend();
  world_.net.trouble("acme.example", {.drop_answer = true});
  design_.post(alice_, "only once");
  world_.settle();
  world_.net.trouble("acme.example", {});
  world_.pass(hours(1));
  EXPECT_THAT(acme_.home(bob_), ElementsAre("only once"));
}

TEST_F(Federation, WhatIsOwedSurvivesARestart) {
  befriend();
  world_.net.trouble("acme.example", {.down = true});
  design_.post(alice_, "owed");
  world_.settle();
  design_.stop();
  design_.start();
  world_.net.trouble("acme.example", {});
  world_.pass(hours(1));
  EXPECT_THAT(acme_.home(bob_), ElementsAre("owed"));
}

TEST_F(Federation, ADeadHostDelaysNobodyElse) {
  befriend();
  auto& dead = world_.town("dead.example");
  const auto zed = dead.person("zed");
  dead.follow(zed, dead.meet("alice@design.example"));
  world_.settle();
  dead.stop();
  for (int i = 0; i < 50; ++i) design_.post(alice_, std::to_string(i));
  world_.settle();
  EXPECT_EQ(acme_.home(bob_).size(), 40U);
  // The dead host is probed now and then, not stormed with fifty posts each time.
  world_.net.forget_requests();
  world_.pass(hours(24));
  EXPECT_LT(world_.net.requests("dead.example"), 60U);
}

TEST_F(Federation, AfterAWeekWhatIsOwedIsGivenUp) {
  befriend();
  acme_.stop();
  design_.post(alice_, "too late");
  world_.pass(days(9), hours(1));
  EXPECT_EQ(design_.node().read()->count(Table::deliveries), 0U);
}

TEST_F(Federation, AGoneInboxIsNotAskedAgain) {
  befriend();
  world_.net.trouble("acme.example", {.status = 410});
  design_.post(alice_, "into the void");
  world_.settle();
  EXPECT_EQ(design_.node().read()->count(Table::deliveries), 0U);
}

TEST_F(Federation, OwnNodesComeToSignWithEd25519) {
  befriend();
  std::string signature;
  world_.net.tap([&](const OutboundRequest& request, const Result<OutboundResponse>&) {
    if (request.method == "POST") signature = request.headers.find("Signature-Input").value_or("");
  });
  design_.post(alice_, "first");
  world_.settle();
  acme_.post(bob_, "second");
  world_.settle();
  design_.post(alice_, "third");
  world_.settle();
  EXPECT_THAT(signature, testing::HasSubstr("ed25519"));
}

}  // namespace
}  // namespace hallway
