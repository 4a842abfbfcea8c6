#include "federation/retention.h"

#include <gmock/gmock.h>

#include "federation/react.h"
#include "storage/accounts.h"
#include "storage/verify.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

constexpr Duration kKept = days(30);

class RetentionTest : public ActsTest {
 protected:
  void TearDown() override {
    EXPECT_THAT(verify_rows(read()).findings, testing::IsEmpty());
    ActsTest::TearDown();
  }
  // A post of `author` that is known here, `age` old.
  Post old_post(const Actor& author, Duration age = days(100), const Json& more = Json::object()) {
    if (list_followers(read(), author.id, FollowState::accepted, Id{}, 1).empty()) {
      befriend(bob_, author);
    }
    auto object = note(author);
    object["published"] = to_rfc3339(clock_.now() - age);
    object.update(more);
    EXPECT_EQ(outcome(author, activity(author, "Create", object)), Outcome::taken);
    return post_at(std::string(*find_string(object, "id")));
  }
  Post answer_to(const Post& parent, const Actor& author, Duration age = days(99)) {
    return old_post(author, age, {{"inReplyTo", parent.iri.text()}});
  }
  void run() { ok(Retention(home_, *writer_, kKept).run(clock_.now())); }
  bool is_kept(const Post& post) { return knows(post.iri.text()); }
};

TEST_F(RetentionTest, AnOldPostThatConcernsNobodyLeavesNothingBehind) {
  befriend(bob_, eve_);
  const auto before = rows();
  const auto old = old_post(eve_, days(100),
                            {{"tag", Json::array({{{"type", "Hashtag"}, {"name", "#lathe"}}})}});
  ASSERT_EQ(outcome(mallory_, activity(mallory_, "Like", old.iri.text())), Outcome::taken);
  run();
  EXPECT_FALSE(is_kept(old));
  EXPECT_FALSE(find_payload(read(), old.document));
  for (const auto table :
       {Table::posts, Table::iris, Table::by_author, Table::by_context, Table::by_parent,
        Table::by_parent_iri, Table::by_tag, Table::reactions, Table::reactions_by_post,
        Table::reactions_by_actor, Table::boosts, Table::boosts_by_post}) {
    EXPECT_EQ(count(table), before[static_cast<size_t>(table)]) << name_of(table);
  }
  EXPECT_TRUE(verify_log(read()).ok());
}

TEST_F(RetentionTest, WhatSomebodyHereHasToDoWithIsKept) {
  const auto liked = old_post(eve_);
  ok(act(alice_, [&](Local& local) { return like(local, liked.id); }));
  const auto boosted = old_post(eve_);
  ok(act(alice_, [&](Local& local) { return boost(local, boosted.id); }));
  const auto answered = old_post(eve_);
  post(alice_, NewPost{.text = "indeed", .in_reply_to = answered.id});
  const auto addressed = old_post(eve_, days(100), {{"cc", Json::array({alice_.iri.text()})}});
  const auto root = old_post(eve_);
  const auto young_answer = answer_to(root, mallory_, days(1));
  const auto ours = post(alice_, "ours");
  clock_.advance(days(3));
  run();
  for (const auto& one : {liked, boosted, answered, addressed, root, young_answer, ours}) {
    EXPECT_TRUE(is_kept(one)) << one.iri.text();
  }
}

TEST_F(RetentionTest, AThreadGoesAsAWholeOrNotAtAll) {
  const auto root = old_post(eve_);
  const auto answer = answer_to(root, mallory_);
  const auto below = answer_to(answer, eve_);
  ok(act(alice_, [&](Local& local) { return like(local, below.id); }));
  run();
  for (const auto& one : {root, answer, below}) EXPECT_TRUE(is_kept(one));
  ok(act(alice_, [&](Local& local) { return unlike(local, below.id); }));
  run();
  for (const auto& one : {root, answer, below}) EXPECT_FALSE(is_kept(one));
}

TEST_F(RetentionTest, YoungPostsAreKeptAndTombstonesToo) {
  const auto young = old_post(eve_, days(29));
  const auto buried = old_post(eve_);
  ASSERT_EQ(outcome(eve_, activity(eve_, "Delete", buried.iri.text())), Outcome::taken);
  run();
  EXPECT_TRUE(is_kept(young));
  ASSERT_TRUE(is_kept(buried)) << "or it could be created once more";
  clock_.advance(days(2));
  run();
  EXPECT_FALSE(is_kept(young));
}

TEST_F(RetentionTest, AnOldPostThatSomebodyBoostedOfLateIsKept) {
  befriend(bob_, mallory_);
  const auto old = old_post(eve_);
  ASSERT_EQ(outcome(mallory_, activity(mallory_, "Announce", old.iri.text())), Outcome::taken);
  run();
  EXPECT_TRUE(is_kept(old));
  clock_.advance(days(31));
  run();
  EXPECT_FALSE(is_kept(old));
  EXPECT_EQ(count(Table::boosts), 0U);
}

TEST_F(RetentionTest, ItGoesOnWhereItStoppedAndRestsForADayAtTheEnd) {
  for (int i = 0; i < 450; ++i) old_post(eve_, Duration{days(100).ms - minutes(i).ms});
  Retention retention(home_, *writer_, kKept);
  ok(retention.run(clock_.now()));
  EXPECT_EQ(count(Table::posts), 0U);
  EXPECT_EQ(retention.figures().forgotten, 450U);
  EXPECT_EQ(retention.figures().looked_at, 450U);
  const auto late = old_post(eve_);
  ok(retention.run(clock_.now() + hours(23)));
  EXPECT_TRUE(is_kept(late));
  ok(retention.run(clock_.now() + hours(25)));
  EXPECT_FALSE(is_kept(late));
}

TEST_F(RetentionTest, ItRestsForNoYearWhereTheClockWasAheadForOne) {
  Retention retention(home_, *writer_, kKept);
  ok(retention.run(clock_.now() + days(365)));
  const auto old = old_post(eve_);
  ok(retention.run(clock_.now()));
  EXPECT_FALSE(is_kept(old));
}

TEST_F(RetentionTest, ADeletedAnswerOutlivesItsThread) {
  const auto root = old_post(eve_);
  const auto answer = answer_to(root, mallory_);
  ASSERT_EQ(outcome(mallory_, activity(mallory_, "Delete", answer.iri.text())), Outcome::taken);
  run();
  EXPECT_FALSE(is_kept(root));
  EXPECT_TRUE(is_kept(answer));
}

TEST_F(RetentionTest, WhatStandsBeforeSomebodyHereIsKeptThoughAnEditNamesThemNoLonger) {
  Account hers{.name = "alice", .actor = alice_.id};
  write([&](WriteTxn& txn) { return put_account(txn, hers); });
  const Json named = {{"type", "Mention"}, {"href", alice_.iri.text()}, {"name", "@alice"}};
  const auto old = old_post(eve_, days(100), {{"tag", Json::array({named})}});
  ASSERT_EQ(notified(alice_).size(), 1U);
  auto edited = note(eve_, "<p>Never mind</p>");
  edited["id"] = old.iri.text();
  edited["updated"] = to_rfc3339(clock_.now() - days(99));
  ASSERT_EQ(outcome(eve_, activity(eve_, "Update", edited)), Outcome::taken);
  ASSERT_TRUE(post_at(old.iri.text()).mentions.empty());
  run();
  EXPECT_TRUE(is_kept(old));
}

TEST_F(RetentionTest, OneTransactionForgetsLittleMoreThanOneThread) {
  std::vector<Post> roots;
  roots.reserve(4);
  for (int n = 0; n < 4; ++n) roots.push_back(old_post(eve_));
  for (const auto& root : roots) {
    for (int n = 0; n < 120; ++n) answer_to(root, eve_);
  }
  const auto before = commits();
  run();
  EXPECT_EQ(count(Table::posts), 0U);
  EXPECT_GT(commits() - before, 2U);
}

TEST_F(RetentionTest, WithoutALimitEverythingIsKept) {
  const auto old = old_post(eve_, days(10'000));
  const auto before = commits();
  ok(Retention(home_, *writer_, Duration{}).run(clock_.now()));
  EXPECT_TRUE(is_kept(old));
  EXPECT_EQ(commits(), before);
}

}  // namespace
}  // namespace hallway::test
