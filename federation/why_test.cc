#include "federation/why.h"

#include <gmock/gmock.h>

#include "federation/react.h"
#include "tests/support/delivering.h"

namespace hallway::test {
namespace {

using testing::HasSubstr;

class Why : public DeliverTest {
 protected:
  [[nodiscard]] Explanation why(const Iri& what, std::string_view where = kHost) const {
    auto found = explain(read(), home_, what, domain(where));
    EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().what);
    return std::move(found).value_or(Explanation{});
  }
};

TEST_F(Why, ADeliveryIsFollowedFromOwedToDelivered) {
  answer(503);
  const auto made = post(alice_);
  settle();
  auto found = why(made.iri);
  EXPECT_TRUE(found.verdict.allowed);
  ASSERT_EQ(found.recipients.size(), 1U);
  EXPECT_EQ(found.recipients[0].handle, "eve@remote.example");
  EXPECT_EQ(found.recipients[0].inbox.text(), "https://remote.example/inbox");
  ASSERT_EQ(found.passages.size(), 1U);
  EXPECT_TRUE(found.passages[0].owed);
  EXPECT_EQ(found.passages[0].type, "Create");
  EXPECT_EQ(found.passages[0].waits.attempts, 1U);
  EXPECT_EQ(found.passages[0].waits.error, "HTTP 503");
  EXPECT_GT(found.passages[0].waits.next, clock_.now());
  answer(202);
  ASSERT_TRUE(go_on());
  found = why(made.iri);
  ASSERT_EQ(found.passages.size(), 1U);
  EXPECT_FALSE(found.passages[0].owed);
  EXPECT_TRUE(found.passages[0].ended.delivered);
  EXPECT_EQ(found.passages[0].ended.attempts, 2U);
  EXPECT_EQ(found.passages[0].ended.why, "HTTP 202");
  EXPECT_EQ(found.passages[0].ended.at, clock_.now());
}

TEST_F(Why, WhatWasGivenUpSaysWhy) {
  answer(422);
  const auto refused = post(alice_);
  settle();
  ASSERT_EQ(why(refused.iri).passages.size(), 1U);
  EXPECT_FALSE(why(refused.iri).passages[0].ended.delivered);
  EXPECT_EQ(why(refused.iri).passages[0].ended.why, "HTTP 422");

  answer(503);
  const auto old = post(alice_);
  settle();
  const auto since = clock_.now();
  while (go_on()) ASSERT_LT(clock_.now() - since, days(9));
  ASSERT_EQ(why(old.iri).passages.size(), 1U);
  EXPECT_EQ(why(old.iri).passages[0].ended.why, "owed for more than 7 days; at last: HTTP 503");

  const auto blocked = post(alice_);
  set_peer(kHost, [](Peer& p) { p.relation = Relation::blocked; });
  settle();
  ASSERT_EQ(why(blocked.iri).passages.size(), 1U);
  EXPECT_EQ(why(blocked.iri).passages[0].ended.why, "the domain is blocked");
  EXPECT_EQ(why(blocked.iri).verdict.why, "the domain is blocked");
}

TEST_F(Why, WhatPolicyKeptInSaysSo) {
  const auto inside = post(alice_, NewPost{.text = "inside", .label = Label::department});
  EXPECT_EQ(why(inside.iri).verdict.why, "the label does not reach that far");
  EXPECT_FALSE(why(inside.iri).verdict.allowed);
  EXPECT_TRUE(why(inside.iri).passages.empty());
  const auto open = post(alice_);
  EXPECT_EQ(why(open.iri, "evil.example").verdict.why, "nobody there follows or is addressed");
  EXPECT_FALSE(why(open.iri, "evil.example").verdict.allowed);
}

TEST_F(Why, AnEditAndTheFirstVersionAreBothListedAndADeletedPostIsSaidToBe) {
  answer(202);
  const auto made = post(alice_);
  settle();
  ok(act(alice_, [&](Local& local) { return edit_post(local, made.id, {.text = "better"}); }));
  settle();
  const auto both = why(made.iri);
  ASSERT_EQ(both.passages.size(), 2U);
  EXPECT_EQ(both.passages[0].type, "Create");
  EXPECT_EQ(both.passages[1].type, "Update");
  ok(act(alice_, [&](Local& local) { return delete_post(local, made.id); }));
  EXPECT_EQ(why(made.iri).verdict.why, "it was deleted");
  EXPECT_EQ(why(made.iri).passages.size(), 1U) << "of the Create";
}

TEST_F(Why, ABoostIsAskedAboutByItsOwnAddress) {
  answer(202);
  const auto made = post(bob_);
  const auto boosted = ok(act(alice_, [&](Local& local) { return boost(local, made.id); }));
  settle();
  const auto found = why(boosted.iri);
  ASSERT_EQ(found.passages.size(), 1U);
  EXPECT_EQ(found.passages[0].type, "Announce");
  EXPECT_TRUE(found.passages[0].ended.delivered);
  EXPECT_EQ(found.recipients.size(), 1U);
}

TEST_F(Why, ALikeIsForTheAuthorOfThePost) {
  answer(202);
  auto object = note(eve_);
  object["to"] = Json::array({alice_.iri.text()});
  object["cc"] = Json::array();
  ASSERT_EQ(outcome(eve_, activity(eve_, "Create", object)), Outcome::taken);
  const auto theirs = post_at(*find_string(object, "id"));
  ok(act(alice_, [&](Local& local) { return like(local, theirs.id); }));
  settle();
  const auto liked = find_reaction(read(), theirs.id, alice_.id)->iri;
  const auto found = why(liked);
  EXPECT_TRUE(found.verdict.allowed) << found.verdict.why;
  ASSERT_EQ(found.recipients.size(), 1U);
  EXPECT_EQ(found.recipients[0].handle, "eve@remote.example");
  ASSERT_EQ(found.passages.size(), 1U);
  EXPECT_EQ(found.passages[0].type, "Like");
  EXPECT_TRUE(found.passages[0].ended.delivered);
  EXPECT_EQ(why(liked, "evil.example").verdict.why, "the author does not live there");
  set_peer(kHost, [](Peer& p) { p.relation = Relation::blocked; });
  EXPECT_EQ(why(liked).verdict.why, "the domain is blocked");
}

TEST_F(Why, WhoKeepsAwayIsNoRecipient) {
  const auto frank = put_remote("frank");
  befriend(frank, alice_);
  outcome(frank, activity(frank, "Block", bob_.iri.text()));
  const auto made = post(bob_);
  const auto boosted = ok(act(alice_, [&](Local& local) { return boost(local, made.id); }));
  ASSERT_EQ(why(boosted.iri).recipients.size(), 1U);
  EXPECT_EQ(why(boosted.iri).recipients[0].handle, "eve@remote.example");
  const auto mine = post(alice_);
  EXPECT_EQ(why(mine.iri).recipients.size(), 2U);
  outcome(eve_, activity(eve_, "Block", bob_.iri.text()));
  EXPECT_TRUE(why(boosted.iri).recipients.empty());
  EXPECT_EQ(why(boosted.iri).verdict.why, "one of the two blocks the other");
}

TEST_F(Why, NothingIsKnownOfWhatIsUnknown) {
  const auto found = explain(read(), home_, iri("https://home.example/nothing"), domain(kHost));
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code, Code::not_found);
}

}  // namespace
}  // namespace hallway::test
