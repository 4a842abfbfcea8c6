// How three departments come to see the same thread.

#include <gmock/gmock.h>

#include "federation/deliver.h"
#include "federation/pin.h"
#include "federation/thread.h"
#include "storage/follows.h"
#include "storage/log.h"
#include "storage/pins.h"
#include "tests/support/world.h"

namespace hallway {
namespace {

using test::World;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Threads : public testing::Test {
 protected:
  // Bob of acme and Carol of labs follow Alice of design; the two do not know each other.
  void SetUp() override {
    acme_.follow(bob_, acme_.meet("alice@design.example"));
    labs_.follow(carol_, labs_.meet("alice@design.example"));
    world_.settle();
    question_ = design_.post(alice_, "Who knows about lathes?");
    world_.settle();
  }
  Post at(test::Town& town, const Post& post) { return town.find(post.iri).value_or(Post{}); }
  Post answer(test::Town& town, const Actor& who, const Post& to, const std::string& text) {
    auto made = town.post(who, NewPost{.text = text, .in_reply_to = at(town, to).id});
    world_.settle();
    world_.clock.advance(seconds(1));
    return made;
  }
  void look(test::Town& town, const Post& post) {
    const auto id = at(town, post).id;
    const auto done = town.node().writer().apply([&](WriteTxn& txn) {
      return ask_for_thread(txn, town.node().home(), id, world_.clock.now());
    });
    EXPECT_TRUE(done.ok());
    world_.settle();
  }
  Response page(test::Town& town, const Iri& address) {
    return town.node().handle({.method = "GET",
                               .target = std::string(address.target()),
                               .path = std::string(address.path()),
                               .headers = {{"Accept", "text/html"}},
                               .scheme = "https",
                               .host = town.domain(),
                               .peer_address = "127.0.0.1"});
  }

  World world_;
  test::Town& design_ = world_.town("design.example");
  test::Town& acme_ = world_.town("acme.example");
  test::Town& labs_ = world_.town("labs.example");
  Actor alice_ = design_.person("alice");
  Actor bob_ = acme_.person("bob");
  Actor carol_ = labs_.person("carol");
  Post question_;
};

TEST_F(Threads, AnAnswerIsForwardedToThoseWhoFollowWhomItAnswersOnce) {
  world_.net.forget_requests();
  const auto reply = answer(acme_, bob_, question_, "I do.");
  const auto seen = at(labs_, reply);
  EXPECT_EQ(seen.parent, at(labs_, question_).id);
  EXPECT_EQ(world_.net.requests("labs.example", "/inbox"), 1U);
  // Bob's own proof vouches for it: his node is asked for his key, not for the post.
  EXPECT_EQ(world_.net.requests("acme.example", reply.iri.path()), 0U);
  EXPECT_EQ(find_log(*labs_.node().read(), seen.document)->actor, bob_.iri.text());
}

TEST_F(Threads, AnEditAndADeletionOfAnAnswerAreForwardedToo) {
  const auto reply = answer(acme_, bob_, question_, "I do.");
  acme_.act(bob_, [&](Local& l) { return edit_post(l, reply.id, {.text = "I did."}); });
  world_.settle();
  EXPECT_THAT(at(labs_, reply).content, HasSubstr("I did."));
  acme_.act(bob_, [&](Local& l) { return delete_post(l, reply.id); });
  world_.settle();
  EXPECT_FALSE(labs_.find(reply.iri));
  EXPECT_FALSE(design_.find(reply.iri));
}

TEST_F(Threads, WhatIsForwardedWithoutAProofIsAskedOfItsOrigin) {
  const auto reply = answer(acme_, bob_, question_, "I do.");
  // As from a server that makes no proofs, by the bearer who is known there.
  const auto tell = [&](const Json& activity) {
    const auto alice = find_actor(*design_.node().read(), alice_.id).value();
    return design_.node().writer().apply([&](WriteTxn& txn) -> Result<void> {
      const auto seq = TRY(append_log(txn, seal(world_.random, dump_json(activity)),
                                      {.at = world_.clock.now(), .actor = alice.iri.text()}));
      const auto there = find_actor(txn, carol_.iri);
      TRY(owe(txn, design_.node().home(), {.activity = seq, .recipients = {there->id}}, alice.id,
              world_.clock.now()));
      return {};
    });
  };
  const Json forged = {{"id", bob_.iri.text() + "/forged/1"},
                       {"type", "Delete"},
                       {"actor", bob_.iri.text()},
                       {"object", reply.iri.text()}};
  ASSERT_TRUE(tell(forged).ok());
  world_.settle();
  EXPECT_TRUE(labs_.find(reply.iri)) << "Attack 32: its origin still has it";
  EXPECT_EQ(world_.net.requests("acme.example", reply.iri.path()), 1U);
  // And where it is true, it comes to pass.
  world_.net.trouble("labs.example", {.down = true});
  acme_.act(bob_, [&](Local& l) { return delete_post(l, reply.id); });
  world_.settle();
  world_.net.trouble("labs.example", {});
  auto second = forged;
  second["id"] = bob_.iri.text() + "/forged/2";
  ASSERT_TRUE(tell(second).ok());
  world_.pass(hours(1));
  EXPECT_FALSE(labs_.find(reply.iri));
}

TEST_F(Threads, WhoComesLateReadsTheWholeThreadWhenTheyLook) {
  const auto first = answer(acme_, bob_, question_, "I do.");
  answer(design_, alice_, first, "Where?");
  auto& late = world_.town("late.example");
  const auto dora = late.person("dora");
  ASSERT_TRUE(late.node().resolver().resolve_address(question_.iri).ok());
  world_.settle();
  EXPECT_EQ(late.stored_posts(), 1U);
  look(late, question_);
  EXPECT_EQ(late.stored_posts(), 3U);
  EXPECT_EQ(find_thread(*late.node().read(), at(late, question_).id, 10).size(), 3U);
  EXPECT_EQ(at(late, first).content, first.content);
}

TEST_F(Threads, AThreadPageSaysWhatIsKnownMissingAndDeleted) {
  const auto first = answer(acme_, bob_, question_, "I do.");
  const auto second = answer(labs_, carol_, question_, "So do I.");
  auto shown = page(design_, question_.url);
  ASSERT_EQ(shown.status, 200);
  EXPECT_THAT(shown.body, HasSubstr("2 replies known here."));
  EXPECT_THAT(shown.body, HasSubstr("So do I."));
  labs_.act(carol_, [&](Local& l) { return delete_post(l, second.id); });
  world_.settle();
  shown = page(design_, question_.url);
  EXPECT_THAT(shown.body, HasSubstr("1 reply known here."));
  EXPECT_THAT(shown.body, HasSubstr("This post was deleted."));
  EXPECT_THAT(shown.body, Not(HasSubstr("So do I.")));
}

TEST_F(Threads, APinnedPostIsPinnedEverywhereAndKnownToWhoFollowsLater) {
  design_.act(alice_, [&](Local& l) { return pin(l, question_.id); });
  world_.settle();
  const auto pinned_at = [&](test::Town& town) {
    const auto alice = find_actor(*town.node().read(), alice_.iri);
    return alice ? list_pins(*town.node().read(), alice->id, 10).size() : 0;
  };
  EXPECT_EQ(pinned_at(acme_), 1U);
  auto& late = world_.town("late.example");
  const auto dora = late.person("dora");
  late.follow(dora, late.meet("alice@design.example"));
  world_.settle();
  EXPECT_EQ(pinned_at(late), 1U);
  EXPECT_TRUE(late.find(question_.iri));
  EXPECT_THAT(page(design_, alice_.url).body, HasSubstr(">Pinned</h2>"));
  design_.act(alice_, [&](Local& l) { return unpin(l, question_.id); });
  world_.settle();
  EXPECT_EQ(pinned_at(acme_), 0U);
  EXPECT_EQ(pinned_at(late), 0U);
}

// Attack 36: nothing of a followers-only thread leaves by a collection, a page or a forward.
TEST_F(Threads, Attack36WhatIsForFollowersStaysAmongThem) {
  const auto few = design_.post(
      alice_, NewPost{.text = "Between us and followers", .visibility = Visibility::followers});
  world_.settle();
  ASSERT_TRUE(acme_.find(few.iri));
  auto& late = world_.town("late.example");
  late.person("dora");
  EXPECT_FALSE(late.node().resolver().resolve_address(few.iri).ok());
  for (const auto* name : {"replies", "context", "likes", "shares"}) {
    const auto address = Iri::parse(few.iri.text() + "/" + name).value();
    EXPECT_FALSE(late.node().fetcher().fetch(address).ok()) << name;
  }
  EXPECT_EQ(page(design_, few.url).status, 404);
  // Bob answers openly: that he does is his to tell, what he answers is not.
  const auto reply = acme_.post(bob_, NewPost{.text = "Yes.", .in_reply_to = at(acme_, few).id});
  world_.settle();
  const auto shown = page(acme_, reply.url);
  EXPECT_THAT(shown.body, Not(HasSubstr("Between us")));
}

}  // namespace
}  // namespace hallway
