#include "federation/delete_actor.h"

#include <gmock/gmock.h>

#include "federation/react.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Not;

class DeleteActor : public ActsTest {
 protected:
  size_t remove(const Actor& who) {
    const auto met = list_acquaintances(read(), who.id);
    return ok(act(who, [&](Local& local) { return delete_actor(local, met); }));
  }
  bool is_met(const Actor& who, const Actor& by) {
    const auto met = list_acquaintances(read(), by.id);
    return std::ranges::find(met, who.id) != met.end();
  }
  void erase_the_rest() {
    while (write([&](WriteTxn& txn) { return erase_left_behind(txn, clock_.now()); })) {
    }
  }
};

TEST_F(DeleteActor, WhoeverCouldKnowOfThemIsAnAcquaintance) {
  const auto stranger = put_remote("stranger", "nowhere.example");
  const auto follower = put_remote("follower", "a.example");
  befriend(follower, alice_, FollowState::pending);
  const auto followed = put_remote("followed", "b.example");
  befriend(alice_, followed, FollowState::pending);
  const auto named = put_remote("named", "c.example");
  post(alice_, NewPost{.text = "hello @named@c.example",
                       .mentions = {{Handle::parse("named@c.example").value(), named.id}}});
  const auto liked = put_remote("liked", "d.example");
  const auto post_of_liked = known_note(liked);
  ok(act(alice_, [&](Local& local) { return like(local, post_of_liked.id); }));
  const auto boosted = put_remote("boosted", "e.example");
  const auto post_of_boosted = known_note(boosted);
  ok(act(alice_, [&](Local& local) { return boost(local, post_of_boosted.id); }));
  const auto writer = put_remote("writer", "f.example");
  auto letter = note(writer);
  letter["to"] = Json::array({alice_.iri.text()});
  ASSERT_EQ(outcome(writer, activity(writer, "Create", letter)), Outcome::taken);
  for (const auto& one : {follower, followed, named, liked, boosted, writer}) {
    EXPECT_TRUE(is_met(one, alice_)) << one.name;
  }
  EXPECT_FALSE(is_met(stranger, alice_));
  EXPECT_FALSE(is_met(named, bob_));
}

TEST_F(DeleteActor, WhoWasNamedBeforeAnEditIsToldToo) {
  const auto made =
      post(alice_, NewPost{.text = "hello @eve@remote.example",
                           .mentions = {{Handle::parse("eve@remote.example").value(), eve_.id}}});
  ok(act(alice_, [&](Local& local) { return edit_post(local, made.id, {.text = "hello"}); }));
  EXPECT_TRUE(is_met(eve_, alice_));
}

TEST_F(DeleteActor, TheDeleteIsOwedOnceAnInboxAndIsTheLastThingTheySign) {
  befriend(eve_, alice_);
  befriend(put_remote("erik"), alice_);
  befriend(mallory_, alice_);
  post(alice_, "to be forgotten");
  forget_owed();
  EXPECT_EQ(remove(alice_), 2U);
  EXPECT_THAT(owed(), testing::ElementsAre("Delete https://evil.example/inbox",
                                           "Delete https://remote.example/inbox"));
  const auto sent = last_logged();
  EXPECT_EQ(sent["object"], alice_.iri.text());
  EXPECT_EQ(sent["actor"], alice_.iri.text());
  EXPECT_TRUE(sent.contains("proof"));
  const auto before = rows();
  EXPECT_EQ(code_of(act(alice_, [](Local& local) { return publish(local, {.text = "more"}); })),
            Code::forbidden);
  EXPECT_EQ(code_of(act(now(alice_), [](Local& local) { return delete_actor(local, {}); })),
            Code::gone);
  EXPECT_EQ(rows(), before);
}

TEST_F(DeleteActor, WhatTheyWroteIsErasedAndTheLogStillVerifies) {
  befriend(eve_, alice_);
  const auto made = post(alice_, "my secret plan");
  ok(act(alice_,
         [](Local& local) { return update_profile(local, {.summary = "my secret hobby"}); }));
  const auto kept = post(bob_, "of somebody else");
  remove(alice_);
  erase_the_rest();
  const auto txn = read();
  EXPECT_TRUE(find_actor(txn, alice_.id)->gone);
  EXPECT_TRUE(find_actor(txn, alice_.id)->summary.empty());
  EXPECT_TRUE(find_post(txn, made.id)->gone);
  EXPECT_TRUE(find_post(txn, made.id)->content.empty());
  EXPECT_FALSE(find_follow(txn, eve_.id, alice_.id));
  for (uint64_t seq = 1; seq <= last_log(txn)->seq; ++seq) {
    EXPECT_THAT(find_payload(txn, seq).value_or(""), Not(testing::HasSubstr("secret"))) << seq;
  }
  EXPECT_TRUE(find_payload(txn, kept.document)) << "others' words stay";
  EXPECT_TRUE(find_payload(txn, last_log(txn)->seq)) << "the Delete has still to be sent";
  EXPECT_TRUE(verify_log(txn).ok());
}

TEST_F(DeleteActor, ADisabledPersonDoesNothingAndCanStillBeDeleted) {
  befriend(eve_, alice_);
  auto disabled = now(alice_);
  disabled.suspended = true;
  put(disabled);
  const auto before = rows();
  EXPECT_EQ(code_of(act(alice_, [](Local& local) { return publish(local, {.text = "hi"}); })),
            Code::forbidden);
  EXPECT_EQ(outcome(eve_, activity(eve_, "Follow", alice_.iri.text())), Outcome::ignored);
  EXPECT_EQ(rows(), before);
  EXPECT_EQ(remove(disabled), 1U);
  EXPECT_TRUE(now(alice_).gone);
}

TEST_F(DeleteActor, NobodyWhoKnowsNothingIsTold) {
  put_remote("stranger", "nowhere.example");
  post(alice_, "to nobody");
  EXPECT_EQ(remove(alice_), 0U);
  EXPECT_THAT(owed(), IsEmpty());
}

}  // namespace
}  // namespace hallway::test
