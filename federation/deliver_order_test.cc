// What one person owes one peer overtakes nothing that it takes back or changes.
#include <gmock/gmock.h>

#include <utility>

#include "federation/react.h"
#include "tests/support/delivering.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

// Holds what is sent until it is answered, and knows what it was.
class SlowPeer final : public HttpClient {
 public:
  void send(OutboundRequest request, Done done) override {
    const auto sent = parse_json(request.body).value();
    held_.push_back({std::string(find_string(sent, "type").value_or("")), std::move(done)});
  }
  [[nodiscard]] std::vector<std::string> held() const {
    std::vector<std::string> types;
    for (const auto& one : held_) types.push_back(one.type);
    return types;
  }
  void answer(size_t count, int status = 202) {
    std::vector<Held> first;
    for (; count > 0; --count) {
      first.push_back(std::move(held_.front()));
      held_.erase(held_.begin());
    }
    for (const auto& one : first) one.done(OutboundResponse{.status = status});
  }

 private:
  struct Held {
    std::string type;
    Done done;
  };
  std::vector<Held> held_;
};

class DeliverOrder : public DeliverTest {
 protected:
  void SetUp() override {
    DeliverTest::SetUp();
    restart(peer_, 2'000);
  }
  void TearDown() override {
    answer(peer_.held().size());
    deliverer_.reset();
  }
  void answer(size_t count, int status = 202) {
    peer_.answer(count, status);
    writer_->drain();
  }
  std::vector<std::string> sent() {
    deliverer_->run_due();
    return peer_.held();
  }
  // Once something is: the clock is turned to when that may be.
  std::vector<std::string> sent_next() {
    for (int turn = 0; turn < 10 && sent().empty(); ++turn) {
      const auto next = deliverer_->next_due();
      if (next && *next > clock_.now()) clock_.set(*next);
    }
    return peer_.held();
  }
  void edit(const Actor& who, Id id) {
    ok(act(who, [&](Local& local) { return edit_post(local, id, {.text = "better"}); }));
    clock_.advance(milliseconds(1));
  }
  SlowPeer peer_;
};

TEST_F(DeliverOrder, WhatIsNewGoesSideBySide) {
  const auto theirs = known_note(eve_);
  post(alice_, "one");
  ok(act(alice_, [&](Local& local) { return like(local, theirs.id); }));
  post(alice_, "two");
  EXPECT_THAT(sent(), UnorderedElementsAre("Create", "Like", "Create"));
}

TEST_F(DeliverOrder, WhatChangesSomethingWaitsForWhatItChangesAndTheRestBehindIt) {
  post(alice_, "before");
  const auto first = post(alice_, "one");
  edit(alice_, first.id);
  edit(alice_, first.id);
  post(alice_, "two");
  post(alice_, "three");
  EXPECT_THAT(sent(), ElementsAre("Create", "Create"));
  answer(1);
  EXPECT_THAT(sent(), ElementsAre("Create")) << "what is changed is not answered yet";
  answer(1);
  EXPECT_THAT(sent(), ElementsAre("Update"));
  answer(1);
  EXPECT_THAT(sent(), ElementsAre("Update", "Create", "Create")) << "now nothing waits";
}

TEST_F(DeliverOrder, AnUndoComesAfterWhatItTakesBackAndBeforeWhatIsDoneAgain) {
  const auto theirs = known_note(eve_);
  const auto like_it = [&] {
    ok(act(alice_, [&](Local& local) { return like(local, theirs.id); }));
    clock_.advance(milliseconds(1));
  };
  like_it();
  ok(act(alice_, [&](Local& local) { return unlike(local, theirs.id); }));
  clock_.advance(milliseconds(1));
  like_it();
  for (const auto* next : {"Like", "Undo", "Like"}) {
    EXPECT_THAT(sent(), ElementsAre(next));
    answer(1);
  }
  EXPECT_THAT(sent(), ElementsAre());
}

// The look comes after the answer was written and before the deliverer knows of it: what is taken
// back seems to fly still.
TEST_F(DeliverOrder, AnUndoThatIsLookedAtInTheCommitOfWhatItTakesBackGoesAtOnce) {
  const auto theirs = known_note(eve_);
  ok(act(alice_, [&](Local& local) { return like(local, theirs.id); }));
  EXPECT_THAT(sent(), ElementsAre("Like"));
  clock_.advance(milliseconds(1));
  ok(act(alice_, [&](Local& local) { return unlike(local, theirs.id); }));
  look_in_the_commit_of(1, [&] { peer_.answer(1); });
  EXPECT_THAT(sent(), ElementsAre("Undo"));
}

TEST_F(DeliverOrder, HoweverMuchIsHeldOthersPassIt) {
  befriend(eve_, bob_);
  const auto first = post(alice_, "one");
  for (int i = 0; i < 20; ++i) edit(alice_, first.id);
  post(bob_, "another's");
  EXPECT_THAT(sent(), ElementsAre("Create", "Create"));
}

TEST_F(DeliverOrder, TwoPeopleWhoSpeakOfTheSameDoNotWaitForEachOther) {
  const auto theirs = known_note(eve_);
  for (const auto& who : {alice_, bob_}) {
    ok(act(who, [&](Local& local) { return like(local, theirs.id); }));
  }
  EXPECT_THAT(sent(), ElementsAre("Like", "Like"));
}

TEST_F(DeliverOrder, WhatIsAnsweredWithTroubleIsWaitedForByWhatChangesItOnly) {
  const auto first = post(alice_, "one");
  edit(alice_, first.id);
  EXPECT_THAT(sent(), ElementsAre("Create"));
  answer(1, 503);
  edit(alice_, first.id);
  EXPECT_THAT(sent(), ElementsAre()) << "nor what is changed later";
  post(alice_, "two");
  EXPECT_THAT(sent(), ElementsAre("Create")) << "of something else";
  answer(1);
  for (const auto* next : {"Create", "Update", "Update"}) {
    EXPECT_THAT(sent_next(), ElementsAre(next));
    answer(1);
  }
  EXPECT_EQ(left(), 0U);
}

TEST_F(DeliverOrder, ItIsWaitedForHoweverOftenItIsSentAgain) {
  const auto first = post(alice_, "one");
  edit(alice_, first.id);
  sent();
  for (int again = 0; again < 5; ++again) {
    answer(1, 500);
    EXPECT_THAT(sent(), ElementsAre());
    EXPECT_THAT(sent_next(), ElementsAre("Create"));
  }
  answer(1, 500);
  restart(peer_, 2'000);
  EXPECT_THAT(sent(), ElementsAre()) << "nor after a restart";
}

TEST_F(DeliverOrder, WhatWaitsHoldsBackWhatComesAfterIt) {
  const auto theirs = known_note(eve_);
  const auto react_with = [&](auto&& how) {
    ok(act(alice_, [&](Local& local) { return how(local, theirs.id); }));
    clock_.advance(milliseconds(1));
  };
  react_with(like);
  EXPECT_THAT(sent(), ElementsAre("Like"));
  answer(1, 429);
  react_with(unlike);
  react_with(like);
  EXPECT_THAT(sent(), ElementsAre()) << "the Undo for the Like, the second Like for both";
  for (const auto* next : {"Like", "Undo", "Like"}) {
    EXPECT_THAT(sent_next(), ElementsAre(next));
    answer(1);
  }
}

TEST_F(DeliverOrder, WhatIsGivenUpOrErasedIsWaitedForNoMore) {
  const auto refused = post(alice_, "one"), deleted = post(alice_, "two");
  for (const auto& one : {refused, deleted}) edit(alice_, one.id);
  EXPECT_THAT(sent(), ElementsAre("Create", "Create"));
  answer(2, 500);
  EXPECT_THAT(sent(), ElementsAre());
  ok(act(alice_, [&](Local& local) { return delete_post(local, deleted.id); }));
  EXPECT_THAT(sent(), ElementsAre("Delete")) << "nobody waits for what is never sent";
  answer(1);
  EXPECT_THAT(sent_next(), ElementsAre("Create"));
  answer(1, 410);
  EXPECT_THAT(sent(), ElementsAre("Update"));
}

}  // namespace
}  // namespace hallway::test
