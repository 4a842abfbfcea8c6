#include "federation/question.h"

#include <gmock/gmock.h>

#include "federation/context.h"
#include "storage/questions.h"
#include "tests/support/publishing.h"

namespace hallway::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class QuestionTest : public PublishTest {
 protected:
  void SetUp() override {
    PublishTest::SetUp();
    befriend(eve_, alice_);
    befriend(alice_, eve_);
    question_ = post(alice_, NewPost{.text = "Which pump?", .question = true});
    forget_owed();
  }
  Post reply(const Actor& who, const Post& to, NewPost fresh = {.text = "The red one"}) {
    fresh.in_reply_to = to.id;
    return post(who, fresh);
  }
  Json note_answering(const Actor& who, const Post& to) {
    auto out = note(who);
    out["inReplyTo"] = to.iri.text();
    return out;
  }
  Post answer_of(const Actor& who, const Post& to) {
    const auto object = note_answering(who, to);
    EXPECT_EQ(outcome(who, activity(who, "Create", object)), Outcome::taken);
    return post_at(*find_string(object, "id"));
  }
  void accept(const Actor& who, const Post& answer) {
    ok(act(who, [&](Local& l) { return accept_answer(l, answer.id); }));
  }
  Code refused(const Actor& who, Id answer) {
    return code_of(act(who, [&](Local& l) { return accept_answer(l, answer); }));
  }
  Iri accepted() { return find_post(read(), question_.id)->accepted_answer; }
  Post question_;
};

TEST_F(QuestionTest, TravelsAsANoteWithTermsOfItsOwn) {
  const auto sent = logged(question_);
  EXPECT_EQ(sent["object"]["type"], "Note");
  EXPECT_EQ(sent["object"]["hallwayQuestion"], true);
  EXPECT_FALSE(sent["object"].contains("acceptedAnswer"));
  EXPECT_EQ(sent["@context"].back()["hallwayQuestion"], "urn:hallway:ns:question");
  EXPECT_FALSE(logged(post(alice_, "No question"))["object"].contains("hallwayQuestion"));
}

TEST_F(QuestionTest, AnAcceptedAnswerIsToldWithoutAnEditToAllAndToItsAuthor) {
  const auto theirs = answer_of(mallory_, question_);
  forget_owed();
  accept(alice_, theirs);
  EXPECT_THAT(owed(), ElementsAre("Update https://evil.example/inbox",
                                  "Update https://remote.example/inbox"));
  const auto sent = last_logged();
  EXPECT_EQ(sent["object"]["acceptedAnswer"], theirs.iri.text());
  EXPECT_FALSE(sent["object"].contains("updated"));
  EXPECT_EQ(sent["@context"].back()["acceptedAnswer"]["@id"], "http://schema.org/acceptedAnswer");
  const auto before = rows();
  accept(alice_, theirs);
  EXPECT_EQ(rows(), before) << "again is nothing new";
}

TEST_F(QuestionTest, AnotherTakesItsPlaceAndItIsTakenBack) {
  const auto first = reply(bob_, question_), second = reply(bob_, question_);
  accept(alice_, first);
  accept(alice_, second);
  EXPECT_EQ(accepted(), second.iri);
  ok(act(alice_, [&](Local& l) { return unaccept_answer(l, first.id); }));
  EXPECT_EQ(accepted(), second.iri) << "that one was not accepted any more";
  ok(act(alice_, [&](Local& l) { return unaccept_answer(l, second.id); }));
  EXPECT_TRUE(accepted().empty());
  EXPECT_FALSE(last_logged()["object"].contains("acceptedAnswer"));
}

TEST_F(QuestionTest, WhoseAnswerItIsIsToldOnce) {
  const auto answer = reply(bob_, question_), own = reply(alice_, question_);
  accept(alice_, own);
  EXPECT_THAT(notified(alice_), testing::Not(Contains(NotificationType::accepted)));
  for (int i = 0; i < 3; ++i) accept(alice_, answer);
  EXPECT_THAT(notified(bob_), ElementsAre(NotificationType::accepted));
}

TEST_F(QuestionTest, WhatTheirAuthorsWereToldIsTakenBackWithTheAcceptance) {
  const auto answer = reply(bob_, question_), other = reply(bob_, question_);
  const auto take_back = [&](const Post& post) {
    ok(act(alice_, [&](Local& l) { return unaccept_answer(l, post.id); }));
  };
  accept(alice_, answer);
  take_back(answer);
  EXPECT_THAT(notified(bob_), IsEmpty());
  accept(alice_, answer);
  accept(alice_, other);
  EXPECT_THAT(notified(bob_), ElementsAre(NotificationType::accepted)) << "both are theirs";
  accept(alice_, answer_of(mallory_, question_));
  EXPECT_THAT(notified(bob_), IsEmpty()) << "it is somebody else's now";
  accept(alice_, answer);
  edit(alice_, question_, {.text = "Never mind", .question = false});
  EXPECT_THAT(notified(bob_), IsEmpty());
}

TEST_F(QuestionTest, OnlyWhoAskedAcceptsAndOnlyWhatAnswers) {
  const auto answer = reply(bob_, question_), remark = reply(alice_, post(bob_, "No question"));
  EXPECT_EQ(refused(bob_, answer.id), Code::invalid);
  EXPECT_EQ(refused(alice_, remark.id), Code::invalid);
  EXPECT_EQ(refused(alice_, question_.id), Code::invalid);
  EXPECT_EQ(refused(alice_, Id{404}), Code::not_found);
  erase(bob_, answer);
  EXPECT_EQ(refused(alice_, answer.id), Code::not_found);
  EXPECT_TRUE(accepted().empty());
}

TEST_F(QuestionTest, WhatFewerMaySeeIsNotTheAnswerForAll) {
  auto secret = naming("For you", {&alice_});
  secret.visibility = Visibility::direct;
  EXPECT_EQ(refused(alice_, reply(bob_, question_, secret).id), Code::invalid);
  const auto near = reply(bob_, question_, {.text = "Psst", .label = Label::department});
  EXPECT_EQ(refused(alice_, near.id), Code::invalid);
  accept(alice_, reply(bob_, question_, {.text = "Quiet", .visibility = Visibility::unlisted}));
}

TEST_F(QuestionTest, AnEditKeepsItAndTheEndOfTheAnswerEndsIt) {
  const auto answer = reply(bob_, question_);
  accept(alice_, answer);
  edit(alice_, question_, {.text = "Which pump, please?"});
  EXPECT_EQ(accepted(), answer.iri);
  EXPECT_EQ(last_logged()["object"]["acceptedAnswer"], answer.iri.text());
  erase(bob_, answer);
  EXPECT_TRUE(accepted().empty());
  accept(alice_, reply(bob_, question_));
  edit(alice_, question_, {.text = "Never mind", .question = false});
  EXPECT_TRUE(accepted().empty()) << "what is no question has no answer";
}

// --- of a question elsewhere ---

TEST_F(QuestionTest, WhatAnotherNodeSaysIsTakenOfItsAuthorAlone) {
  auto object = note(eve_, "<p>Which pump?</p>");
  object["hallwayQuestion"] = true;
  outcome(eve_, activity(eve_, "Create", object));
  const auto theirs = post_at(*find_string(object, "id"));
  EXPECT_TRUE(theirs.question);
  const auto mine = reply(alice_, theirs);
  object["acceptedAnswer"] = mine.iri.text();
  for (const auto* forger : {&mallory_, &bob_}) {
    EXPECT_EQ(refusal(*forger, activity(*forger, "Update", object)), Code::forbidden);
  }
  EXPECT_THAT(notified(alice_), IsEmpty());
  EXPECT_EQ(outcome(eve_, activity(eve_, "Update", object)), Outcome::taken);
  const auto now = post_at(theirs.iri.text());
  EXPECT_EQ(find_accepted_answer(read(), now)->id, mine.id);
  EXPECT_EQ(now.updated.ms, 0) << "nobody edited it";
  EXPECT_THAT(notified(alice_), ElementsAre(NotificationType::accepted));
  object.erase("acceptedAnswer");
  EXPECT_EQ(outcome(eve_, activity(eve_, "Update", object)), Outcome::taken);
  EXPECT_TRUE(post_at(theirs.iri.text()).accepted_answer.empty());
  EXPECT_THAT(notified(alice_), IsEmpty());
}

TEST_F(QuestionTest, WhatDoesNotAnswerItIsNotItsAnswer) {
  const auto mine = post(alice_, "Something else");
  auto object = note(eve_);
  object["acceptedAnswer"] = mine.iri.text();
  outcome(eve_, activity(eve_, "Create", object));
  auto again = object;
  again["updated"] = to_rfc3339(clock_.now());
  again["content"] = "<p>Edited</p>";
  outcome(eve_, activity(eve_, "Update", again));
  const auto theirs = post_at(*find_string(object, "id"));
  EXPECT_TRUE(theirs.question) << "schema.org's term alone says that it is one";
  EXPECT_FALSE(find_accepted_answer(read(), theirs));
  EXPECT_FALSE(find_answered_question(read(), mine));
  EXPECT_THAT(notified(alice_), IsEmpty());
}

}  // namespace
}  // namespace hallway::test
