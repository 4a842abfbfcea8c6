#include "federation/vote.h"

#include <gmock/gmock.h>

#include "federation/note.h"
#include "storage/votes.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class VoteTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    befriend(eve_, alice_);
    one_ = ask(/*multiple=*/false);
    several_ = ask(/*multiple=*/true);
    forget_owed();
  }
  Post ask(bool multiple, Visibility visibility = Visibility::public_) {
    return post(alice_, NewPost{.text = "Which lathe?",
                                .visibility = visibility,
                                .poll = NewPoll{.options = {"Steel", "Brass", "A < B"},
                                                .open_for = hours(1),
                                                .multiple = multiple}});
  }
  Json ballot(const Actor& who, const Post& poll, const Json& option) {
    return activity(who, "Create",
                    {{"id", fresh_id(who, "votes")},
                     {"type", "Note"},
                     {"attributedTo", who.iri.text()},
                     {"name", option},
                     {"inReplyTo", poll.iri.text()},
                     {"to", alice_.iri.text()}});
  }
  [[nodiscard]] std::vector<uint64_t> votes(const Post& poll) const {
    std::vector<uint64_t> out;
    const auto post = find_post(read(), poll.id);
    if (!post || !post->poll) return out;
    for (const auto& option : post->poll->options) out.push_back(option.votes);
    out.push_back(post->poll->voters);
    return out;
  }
  size_t settle() {
    return write([&](WriteTxn& txn) -> Result<size_t> {
      const auto due = list_due_polls(txn, clock_.now(), 100);
      for (const auto& one : due) {
        TRY(settle_poll({txn, home_, random_, keys_, clock_.now()}, one));
      }
      return due.size();
    });
  }
  // A poll of eve's, as it is known here.
  Json question(const Json& options) {
    auto object = note(eve_);
    object["type"] = "Question";
    object["oneOf"] = Json::array();
    for (const auto& [name, count] : options.items()) {
      object["oneOf"].push_back(
          {{"type", "Note"}, {"name", name}, {"replies", {{"totalItems", count}}}});
    }
    object["endTime"] = to_rfc3339(clock_.now() + hours(1));
    return object;
  }
  Post one_, several_;
};

// --- votes that arrive ---

TEST_F(VoteTest, AVoteCountsOncePerPersonWhereOneMayBeChosen) {
  ASSERT_EQ(outcome(eve_, ballot(eve_, one_, "Steel")), Outcome::taken);
  const auto before = rows();
  EXPECT_EQ(outcome(eve_, ballot(eve_, one_, "Steel")), Outcome::ignored);
  EXPECT_EQ(outcome(eve_, ballot(eve_, one_, "Brass")), Outcome::ignored);
  EXPECT_EQ(rows(), before);
  EXPECT_EQ(outcome(mallory_, ballot(mallory_, one_, "Brass")), Outcome::taken);
  EXPECT_THAT(votes(one_), ElementsAre(1, 1, 0, 2));
}

TEST_F(VoteTest, AVoteCountsOncePerOptionWhereSeveralMayBeChosen) {
  EXPECT_EQ(outcome(eve_, ballot(eve_, several_, "Steel")), Outcome::taken);
  EXPECT_EQ(outcome(eve_, ballot(eve_, several_, "Brass")), Outcome::taken);
  EXPECT_EQ(outcome(eve_, ballot(eve_, several_, "Brass")), Outcome::ignored);
  EXPECT_EQ(outcome(eve_, ballot(eve_, several_, "A < B")), Outcome::taken);
  EXPECT_THAT(votes(several_), ElementsAre(1, 1, 1, 1));
}

TEST_F(VoteTest, AVoteIsNoPostAndIsToldToNobody) {
  outcome(eve_, ballot(eve_, one_, "Steel"));
  EXPECT_EQ(count(Table::posts), 2U);
  EXPECT_THAT(notified(alice_), IsEmpty());
  EXPECT_EQ(count_replies(read(), one_.id), 0U);
}

TEST_F(VoteTest, WhatIsNoVoteInAnOpenPollOfOursChangesNothing) {
  const auto few = ask(/*multiple=*/false, Visibility::followers);
  const auto plain = post(alice_);
  const auto theirs = known_note(eve_);
  const auto before = rows();
  EXPECT_EQ(outcome(eve_, ballot(eve_, one_, "Gold")), Outcome::ignored);
  EXPECT_EQ(outcome(eve_, ballot(eve_, plain, "Steel")), Outcome::ignored);
  EXPECT_EQ(outcome(eve_, ballot(eve_, theirs, "Steel")), Outcome::ignored);
  EXPECT_EQ(outcome(mallory_, ballot(mallory_, few, "Steel")), Outcome::ignored)
      << "not for them to see";
  EXPECT_EQ(rows(), before);
  clock_.advance(hours(1));
  EXPECT_EQ(outcome(eve_, ballot(eve_, one_, "Steel")), Outcome::ignored) << "too late";
  EXPECT_EQ(rows(), before);
}

TEST_F(VoteTest, AVoteBySomebodyElseIsRefused) {
  auto forged = ballot(mallory_, one_, "Steel");
  forged["object"]["attributedTo"] = eve_.iri.text();
  const auto before = rows();
  EXPECT_EQ(refusal(mallory_, forged), Code::forbidden);
  EXPECT_EQ(rows(), before);
}

// --- what is told ---

TEST_F(VoteTest, WhoKnowsThePollHearsOfVotesAWhileLaterAndItIsNoEdit) {
  outcome(eve_, ballot(eve_, one_, "Steel"));
  outcome(mallory_, ballot(mallory_, one_, "Brass"));
  EXPECT_EQ(settle(), 0U);
  EXPECT_THAT(owed(), IsEmpty());
  clock_.advance(minutes(3));
  EXPECT_EQ(settle(), 1U);
  EXPECT_THAT(owed(), ElementsAre("Update https://evil.example/inbox",
                                  "Update https://remote.example/inbox"))
      << "followers, and who voted";
  const auto sent = last_logged();
  EXPECT_EQ(sent["object"]["votersCount"], 2);
  EXPECT_EQ(sent["object"]["oneOf"][0]["replies"]["totalItems"], 1);
  EXPECT_FALSE(sent["object"].contains("updated"));
  EXPECT_EQ(find_post(read(), one_.id)->updated.ms, 0);
  EXPECT_EQ(settle(), 0U);
}

TEST_F(VoteTest, AnEndIsToldOnceAlsoToWhoVotedHere) {
  ok(act(bob_, [&](Local& l) { return vote(l, one_.id, {1}); }));
  clock_.advance(minutes(3));
  settle();
  forget_owed();
  clock_.advance(hours(1));
  EXPECT_EQ(settle(), 2U) << "both polls";
  EXPECT_THAT(notified(bob_), ElementsAre(NotificationType::poll));
  EXPECT_THAT(notified(alice_), ElementsAre(NotificationType::poll, NotificationType::poll));
  EXPECT_EQ(find_post(read(), one_.id)->poll->closed, one_.poll->ends);
  EXPECT_THAT(owed(), Contains("Update https://remote.example/inbox"));
  EXPECT_TRUE(last_logged()["object"].contains("closed"));
  EXPECT_EQ(settle(), 0U);
}

TEST_F(VoteTest, WhereTheAuthorIsDisabledThePollClosesAndNothingIsTold) {
  outcome(eve_, ballot(eve_, one_, "Steel"));
  const auto bobs =
      post(bob_, NewPost{.text = "Which mill?",
                         .poll = NewPoll{.options = {"Old", "New"}, .open_for = hours(1)}});
  auto disabled = now(alice_);
  disabled.suspended = true;
  put(disabled);
  clock_.advance(hours(2));
  EXPECT_EQ(settle(), 4U) << "a telling of votes and three ends";
  EXPECT_EQ(last_logged()["object"]["id"], bobs.iri.text());
  EXPECT_EQ(find_post(read(), one_.id)->poll->closed, one_.poll->ends);
  EXPECT_EQ(find_post(read(), one_.id)->document, one_.document);
  EXPECT_EQ(settle(), 0U);
}

TEST_F(VoteTest, OfADeletedPollNothingRemains) {
  outcome(eve_, ballot(eve_, one_, "Steel"));
  clock_.advance(minutes(3));
  settle();
  const auto told = find_post(read(), one_.id)->document;
  ok(act(alice_, [&](Local& l) { return delete_post(l, one_.id); }));
  EXPECT_EQ(find_votes(read(), one_.id, eve_.id), 0U);
  EXPECT_FALSE(find_post(read(), one_.id)->poll);
  EXPECT_FALSE(find_payload(read(), told)) << "what was told of votes carries the text";
  clock_.advance(hours(2));
  settle();
  EXPECT_EQ(last_logged()["object"]["id"], several_.iri.text()) << "the other ends, it does not";
}

// --- polls that are published ---

TEST_F(VoteTest, APollIsAQuestionOnTheWire) {
  const auto json = note_json(one_, alice_, home_);
  EXPECT_EQ(json["type"], "Question");
  EXPECT_EQ(json["oneOf"].size(), 3U);
  EXPECT_EQ(json["oneOf"][2]["name"], "A < B");
  EXPECT_EQ(json["endTime"], to_rfc3339(one_.published + hours(1)));
  EXPECT_TRUE(note_json(several_, alice_, home_).contains("anyOf"));
}

TEST_F(VoteTest, APollThatCannotBeIsRefused) {
  const auto before = rows();
  const std::vector<NewPoll> kCases = {
      {.options = {}, .open_for = hours(1)},
      {.options = {"alone"}, .open_for = hours(1)},
      {.options = {"same", "same"}, .open_for = hours(1)},
      {.options = {"same", " same "}, .open_for = hours(1)},
      {.options = {"a", ""}, .open_for = hours(1)},
      {.options = {"a", std::string(201, 'b')}, .open_for = hours(1)},
      {.options = {"a", "b"}, .open_for = minutes(4)},
      {.options = {"a", "b"}, .open_for = days(32)},
      {.options = {"a", "b"}, .open_for = {}},
  };
  for (const auto& poll : kCases) {
    const NewPost fresh{.text = "Which?", .poll = poll};
    EXPECT_EQ(code_of(act(alice_, [&](Local& l) { return publish(l, fresh); })), Code::invalid);
  }
  NewPoll many{.open_for = hours(1)};
  for (int i = 0; i < 21; ++i) many.options.push_back(std::to_string(i));
  EXPECT_EQ(
      code_of(act(alice_,
                  [&](Local& l) { return publish(l, NewPost{.text = "Which?", .poll = many}); })),
      Code::invalid);
  EXPECT_EQ(rows(), before);
}

// --- votes of people here ---

TEST_F(VoteTest, AVoteElsewhereGoesToItsAuthorOnlyOneNoteAnOption) {
  befriend(alice_, eve_);
  auto asked = question({{"Steel", 5}, {"Brass", 2}});
  asked["anyOf"] = asked["oneOf"];
  outcome(eve_, activity(eve_, "Create", asked));
  const auto poll = post_at(std::string(*find_string(asked, "id")));
  ASSERT_TRUE(poll.poll && poll.poll->multiple);
  ok(act(bob_, [&](Local& l) { return vote(l, poll.id, {0, 1}); }));
  EXPECT_THAT(owed(), ElementsAre("Create https://remote.example/inbox",
                                  "Create https://remote.example/inbox"));
  const auto sent = last_logged();
  EXPECT_TRUE(is_vote(sent["object"]));
  EXPECT_EQ(sent["object"]["inReplyTo"], poll.iri.text());
  EXPECT_EQ(sent["to"], Json::array({eve_.iri.text()}));
  EXPECT_FALSE(sent["object"].contains("content"));
  clock_.advance(hours(1));
  settle();
  EXPECT_THAT(notified(bob_), ElementsAre(NotificationType::poll));
}

TEST_F(VoteTest, AVoteThatCannotBeIsRefused) {
  const auto code = [&](const Actor& who, Id poll, const std::vector<size_t>& choices) {
    return code_of(act(who, [&](Local& l) { return vote(l, poll, choices); }));
  };
  const auto plain = post(alice_);
  const auto direct = ask(/*multiple=*/false, Visibility::direct);
  EXPECT_EQ(code(bob_, plain.id, {0}), Code::not_found);
  EXPECT_EQ(code(bob_, direct.id, {0}), Code::not_found);
  EXPECT_EQ(code(alice_, one_.id, {0}), Code::invalid) << "their own";
  EXPECT_EQ(code(bob_, one_.id, {}), Code::invalid);
  EXPECT_EQ(code(bob_, one_.id, {3}), Code::invalid);
  EXPECT_EQ(code(bob_, one_.id, {SIZE_MAX}), Code::invalid);
  EXPECT_EQ(code(bob_, one_.id, {0, 1}), Code::invalid);
  ok(act(bob_, [&](Local& l) { return vote(l, one_.id, {0, 0}); }));
  EXPECT_EQ(code(bob_, one_.id, {1}), Code::invalid) << "voted before";
  EXPECT_THAT(votes(one_), ElementsAre(1, 0, 0, 1));
  clock_.advance(hours(1));
  EXPECT_EQ(code(bob_, several_.id, {0}), Code::invalid) << "ended";
}

// --- votes elsewhere ---

TEST_F(VoteTest, Attack40VotesThatAreToldAreNoEdit) {
  befriend(alice_, eve_);
  auto asked = question({{"Steel", 5}, {"Brass", 2}});
  outcome(eve_, activity(eve_, "Create", asked));
  asked["oneOf"][1]["replies"]["totalItems"] = 4;
  asked["votersCount"] = 9;
  clock_.advance(minutes(5));
  EXPECT_EQ(outcome(eve_, activity(eve_, "Update", asked)), Outcome::taken);
  const auto poll = post_at(std::string(*find_string(asked, "id")));
  EXPECT_THAT(votes(poll), ElementsAre(2, 4, 9)) << "Brass, Steel, people";
  EXPECT_EQ(poll.updated.ms, 0);
  asked["content"] = "<p>Which mill?</p>";
  EXPECT_EQ(outcome(eve_, activity(eve_, "Update", asked)), Outcome::taken);
  EXPECT_GT(post_at(poll.iri.text()).updated.ms, 0);
}

TEST_F(VoteTest, WhoeverChangesTheOptionsBeginsAnew) {
  befriend(alice_, eve_);
  auto asked = question({{"Steel", 5}, {"Brass", 2}});
  outcome(eve_, activity(eve_, "Create", asked));
  const auto poll = post_at(std::string(*find_string(asked, "id")));
  ok(act(bob_, [&](Local& l) { return vote(l, poll.id, {0}); }));
  asked["oneOf"][0]["name"] = "Gold";
  clock_.advance(minutes(1));
  outcome(eve_, activity(eve_, "Update", asked));
  EXPECT_EQ(find_votes(read(), poll.id, bob_.id), 0U);
  ok(act(bob_, [&](Local& l) { return vote(l, poll.id, {1}); }));
}

}  // namespace
}  // namespace hallway::test
