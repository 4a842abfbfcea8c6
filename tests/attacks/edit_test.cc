// Attack 40: edits that come too late, that are none, or that bring back what is gone.

#include "federation/history.h"
#include "tests/attacks/followed.h"

namespace hallway::test {
namespace {

class Attack40 : public FollowedAttack {
 protected:
  [[nodiscard]] Json note(const std::string& text, Time updated = {}) const {
    Json more = {{"content", "<p>" + text + "</p>"}, {"published", to_rfc3339(now() - hours(2))}};
    if (updated.ms) more["updated"] = to_rfc3339(updated);
    return note_by(mallory_, id_, more);
  }
  [[nodiscard]] OutboundRequest update(const Json& object) const {
    return victim_.post(activity_by(mallory_, "Update", object), mallory_);
  }
  [[nodiscard]] std::string text() {
    const auto post = victim_.find_post(id_);
    return post && !post->gone ? post->content : "nothing";
  }
  static Time now() { return SystemClock().now(); }

  const std::string id_ = evil_.at("/notes/1");
};

TEST_F(Attack40, AnOlderEditAfterANewerChangesNothing) {
  taken(victim_.post(create_by(mallory_, note("one")), mallory_));
  taken(update(note("three", now() - minutes(1))));
  ignored(update(note("two", now() - minutes(2))), "older than what is known");
  ignored(update(note("before", now() - days(2))), "older than what is known");
  EXPECT_EQ(text(), "<p>three</p>");
}

TEST_F(Attack40, AnEditFromTheFutureDoesNotOutliveThoseThatFollow) {
  taken(victim_.post(create_by(mallory_, note("one")), mallory_));
  taken(update(note("two", now() + days(3'000))));
  taken(update(note("three", now() + milliseconds(50))));
  EXPECT_EQ(text(), "<p>three</p>");
}

TEST_F(Attack40, VotesThatAreToldAreNoEdit) {
  const auto poll = [&](int votes) {
    auto object = note("Which?");
    object["type"] = "Question";
    object["oneOf"] = {{{"name", "a"}, {"replies", {{"totalItems", votes}}}},
                       {{"name", "b"}, {"replies", {{"totalItems", 0}}}}};
    return object;
  };
  taken(victim_.post(create_by(mallory_, poll(0)), mallory_));
  for (int votes = 1; votes < 5; ++votes) taken(update(poll(votes)));
  const auto post = *victim_.find_post(id_);
  EXPECT_EQ(post.poll->options[0].votes, 4U);
  EXPECT_EQ(post.updated.ms, 0);
  const auto txn = victim_.node().read().value();
  EXPECT_EQ(versions_of(txn, victim_.node().home(), post, Destination::anybody()).size(), 1U);
}

TEST_F(Attack40, AnEditOfAVanishedPostDoesNotBringItBack) {
  taken(update(note("vanished", now() - minutes(1))));
  EXPECT_TRUE(victim_.settle());
  EXPECT_EQ(text(), "nothing");
  EXPECT_EQ(evil_.asked("/notes/1"), 1U) << "its origin was asked, and has it no more";
}

TEST_F(Attack40, AnEditOfAPostThatWasMissedBringsWhatItsOriginSaysNow) {
  evil_.put("/notes/1", note("as it is now", now() - minutes(1)));
  taken(update(note("as it was", now() - minutes(2))));
  EXPECT_TRUE(victim_.settle());
  EXPECT_EQ(text(), "<p>as it is now</p>");
}

TEST_F(Attack40, WhatWasDeletedComesBackByNoDoor) {
  taken(victim_.post(create_by(mallory_, note("one")), mallory_));
  taken(victim_.post(activity_by(mallory_, "Delete", id_), mallory_));
  evil_.put("/notes/1", note("again", now()));
  ignored(update(note("again", now())), "deleted before");
  auto create = create_by(mallory_, note("again"));
  create["id"] = evil_.at("/activities/2");
  ignored(victim_.post(create, mallory_), "deleted before");
  ignored(victim_.post(activity_by(mallory_, "Announce", id_), mallory_), "nothing known here");
  EXPECT_TRUE(victim_.search(id_)["statuses"].empty());
  EXPECT_EQ(text(), "nothing");
}

TEST_F(Attack40, AnEditMovesNoPostIntoAnotherThreadOrHand) {
  taken(victim_.post(create_by(mallory_, note("one")), mallory_));
  auto moved = note("two", now());
  moved["inReplyTo"] = victim_.at("/users/alice/statuses/1");
  taken(update(moved));
  EXPECT_TRUE(victim_.find_post(id_)->in_reply_to.empty());
  const auto trudy = evil_.put_person("trudy", test_key(KeyType::rsa, 1));
  victim_.meet(trudy);
  auto given = note("three", now());
  given["attributedTo"] = trudy.iri;
  for (const auto& by : {mallory_, trudy}) {
    refused(victim_.post(activity_by(by, "Update", given), by), 403, "may not");
  }
  EXPECT_EQ(text(), "<p>two</p>");
}

}  // namespace
}  // namespace hallway::test
