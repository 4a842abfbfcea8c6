// A question asked in one town, answered from another, and the answer accepted.

#include "storage/questions.h"

#include <gmock/gmock.h>

#include "federation/question.h"
#include "storage/notifications.h"
#include "tests/support/two_towns.h"

namespace hallway {
namespace {

class QuestionStory : public test::TwoTowns {
 protected:
  void SetUp() override {
    befriend();
    question_ = design_.post(alice_, NewPost{.text = "Which pump fits?", .question = true});
    world_.settle();
    answer_ = acme_.post(bob_, NewPost{.text = "The red one", .in_reply_to = at_acme().id});
    world_.settle();
  }
  Post at_acme() { return there(acme_, question_); }
  static Id accepted(test::Town& town, const Post& question) {
    const auto txn = town.node().read();
    const auto found = find_accepted_answer(*txn, there(town, question));
    return found ? found->id : Id{};
  }
  size_t told_bob() {
    size_t count = 0;
    scan_notifications(*acme_.node().read(), bob_.id, Id{}, [&](const Notification& one) {
      count += one.type == NotificationType::accepted ? 1 : 0;
      return true;
    });
    return count;
  }
  Post question_, answer_;
};

TEST_F(QuestionStory, TheAcceptedAnswerIsSeenOnBothSidesUntilItIsTakenBackOrDeleted) {
  EXPECT_TRUE(at_acme().question);
  design_.act(alice_, [&](Local& l) { return accept_answer(l, there(design_, answer_).id); });
  world_.settle();
  EXPECT_EQ(accepted(design_, question_), there(design_, answer_).id);
  EXPECT_EQ(accepted(acme_, question_), answer_.id);
  EXPECT_EQ(told_bob(), 1U);
  design_.act(alice_, [&](Local& l) { return unaccept_answer(l, there(design_, answer_).id); });
  world_.settle();
  EXPECT_EQ(accepted(acme_, question_), Id{});
  design_.act(alice_, [&](Local& l) { return accept_answer(l, there(design_, answer_).id); });
  world_.settle();
  acme_.act(bob_, [&](Local& l) { return delete_post(l, answer_.id); });
  world_.settle();
  EXPECT_EQ(accepted(design_, question_), Id{});
  EXPECT_TRUE(there(design_, question_).accepted_answer.empty());
}

// Bob says in Alice's name that his answer is accepted.
TEST_F(QuestionStory, AForgedAcceptanceIsRefused) {
  auto forged = at_acme();
  forged.accepted_answer = answer_.iri;
  acme_.act(bob_, [&](Local& local) -> Result<void> {
    const auto recorded =
        TRY(record_activity(local, {{"type", "Update"},
                                    {"to", Json::array({std::string(kPublic)})},
                                    {"object", note_json(forged, alice_at_acme_, local.home)}}));
    TRY(owe(local.txn, local.home,
            {.activity = recorded.seq, .recipients = {alice_at_acme_.id}, .post = nullptr},
            local.actor.id, local.now));
    return {};
  });
  world_.settle();
  EXPECT_EQ(accepted(design_, question_), Id{});
  EXPECT_TRUE(there(design_, question_).accepted_answer.empty());
}

}  // namespace
}  // namespace hallway
