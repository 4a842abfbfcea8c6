#include "storage/questions.h"

#include <gmock/gmock.h>

#include "storage/asked.h"
#include "storage/search_due.h"
#include "tests/support/rows.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Questions : public StoreTest {
 protected:
  Post add(Post post) {
    post.iri = iri("https://a.example/" + std::to_string(++made_));
    if (!post.author) post.author = kAlice;
    post.published = kNow;
    write([&](WriteTxn& txn) { return add_post(txn, post, kNow); });
    return post;
  }
  Post ask(std::vector<std::string> tags = {}) {
    Post post;
    post.question = true;
    post.tags = std::move(tags);
    return add(post);
  }
  Post answer(const Post& to, Id author = kBob) {
    Post post;
    post.author = author;
    post.in_reply_to = to.iri;
    return add(post);
  }
  void accept(const Post& question, const Iri& answer) {
    auto post = *find_post(read(), question.id);
    post.accepted_answer = answer;
    write([&](WriteTxn& txn) { return update_post(txn, post); });
  }
  void bury(const Post& post) {
    write([&](WriteTxn& txn) { return bury_post(txn, post.id, kNow); });
  }
  Ids listed(QuestionState state, std::string_view tag = {}, Id before = {}) {
    Ids ids;
    scan_questions(read(), {.state = state, .tag = tag}, before,
                   [&](Id id) { return ids.push_back(id), true; });
    return ids;
  }
  Id accepted(const Post& question) {
    const auto found = find_accepted_answer(read(), *find_post(read(), question.id));
    return found ? found->id : Id{};
  }
  Id answered(const Post& answer) {
    const auto found = find_answered_question(read(), *find_post(read(), answer.id));
    return found ? found->id : Id{};
  }

 private:
  int made_ = 0;
};

TEST_F(Questions, StandByStateAndByTag) {
  const auto tea = ask({"tea"}), both = ask({"tea", "pumps"}), none = ask();
  add(Post{.tags = {"tea"}});
  EXPECT_THAT(listed(QuestionState::open), ElementsAre(none.id, both.id, tea.id));
  EXPECT_THAT(listed(QuestionState::open, "tea"), ElementsAre(both.id, tea.id));
  EXPECT_THAT(listed(QuestionState::open, {}, none.id), ElementsAre(both.id, tea.id));
  accept(both, answer(both).iri);
  EXPECT_THAT(listed(QuestionState::open, "tea"), ElementsAre(tea.id));
  EXPECT_THAT(listed(QuestionState::answered, "pumps"), ElementsAre(both.id));
  accept(both, Iri());
  EXPECT_THAT(listed(QuestionState::answered), IsEmpty());
  Ids up;
  scan_questions_up(read(), {.tag = "tea"}, tea.id, [&](Id id) { return up.push_back(id), true; });
  EXPECT_THAT(up, ElementsAre(both.id));
}

TEST_F(Questions, AnAnswerCountsWhereItStandsBelowTheQuestion) {
  const auto question = ask(), other = ask();
  const auto reply = answer(question), deeper = answer(reply), elsewhere = answer(other);
  accept(question, deeper.iri);
  EXPECT_EQ(accepted(question), deeper.id);
  EXPECT_EQ(answered(deeper), question.id);
  EXPECT_EQ(answered(reply), Id{}) << "another one of the thread";
  accept(question, elsewhere.iri);
  EXPECT_EQ(accepted(question), Id{}) << "it answers something else";
  EXPECT_EQ(answered(elsewhere), Id{});
  accept(question, question.iri);
  EXPECT_EQ(accepted(question), Id{}) << "nothing answers itself";
}

TEST_F(Questions, AnAnswerMayComeAfterItWasAccepted) {
  const auto question = ask();
  accept(question, iri("https://a.example/2"));
  EXPECT_EQ(accepted(question), Id{});
  const auto late = answer(question);
  ASSERT_EQ(late.iri.text(), "https://a.example/2");
  EXPECT_EQ(accepted(question), late.id);
  EXPECT_TRUE(is_claimed_as_answer(read(), late));
}

TEST_F(Questions, WhatIsDeletedAnswersNothingAndAsksNothing) {
  const auto question = ask({"tea"});
  const auto reply = answer(question);
  accept(question, reply.iri);
  bury(reply);
  EXPECT_THAT(listed(QuestionState::open), ElementsAre(question.id)) << "it waits again";
  EXPECT_TRUE(find_post(read(), question.id)->accepted_answer.empty());
  accept(question, answer(question).iri);
  bury(question);
  for (const auto table : {Table::questions, Table::accepted_answers, Table::questions_due}) {
    EXPECT_EQ(read().count(table), 0U) << name_of(table);
  }
}

TEST_F(Questions, TheNearestOneAboveIsFoundByItsAuthor) {
  const auto first = ask();
  Post inner;
  inner.author = kBob;
  inner.in_reply_to = first.iri;
  inner.question = true;
  const auto second = add(inner);
  const auto reply = answer(second, kCarol);
  EXPECT_EQ(find_question_above(read(), reply, kBob)->id, second.id);
  EXPECT_EQ(find_question_above(read(), reply, kAlice)->id, first.id);
  EXPECT_FALSE(find_question_above(read(), reply, kCarol));
  EXPECT_FALSE(find_question_above(read(), first, kAlice)) << "it is not above itself";
}

TEST_F(Questions, AnAnswerIsIndexedAnewWhenItIsAcceptedOrNoLonger) {
  const auto question = ask();
  const auto reply = answer(question);
  const auto due = [&] {
    Ids ids;
    for (const auto& one : list_search_due(read(), 0, 100)) ids.push_back(one.id);
    return std::count(ids.begin(), ids.end(), reply.id);
  };
  EXPECT_EQ(due(), 1);
  accept(question, reply.iri);
  EXPECT_EQ(due(), 2);
  accept(question, Iri());
  EXPECT_EQ(due(), 3);
}

TEST_F(Questions, WhatBecomesOneLaterWaitsFromThen) {
  auto post = add({});
  EXPECT_EQ(read().count(Table::questions_due), 0U);
  post.question = true;
  post.updated = kNow + hours(1);
  write([&](WriteTxn& txn) { return update_post(txn, post); });
  const auto waiting = list_waiting(read(), kNow + hours(1), 10);
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting[0].since, kNow + hours(1));
  EXPECT_THAT(listed(QuestionState::open), ElementsAre(post.id));
}

}  // namespace
}  // namespace hallway::test
