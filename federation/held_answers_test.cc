#include "federation/held_answers.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "federation/fetched_post.h"
#include "federation/policy.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::IsEmpty;

// Mallory's answers to a post of eve's are here before the post, or before it says who may answer.
class HeldAnswers : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    for (const auto& who : {eve_, mallory_}) befriend(alice_, who);
    parent_ = note(eve_);
  }
  static Json says(Json object, const Json& rule) {
    object["interactionPolicy"] = {{"canReply", rule}};
    return object;
  }
  Json answer(const Actor& by, const Json& more = Json::object()) {
    auto object = note(by, "<p>An answer</p>");
    object["inReplyTo"] = parent_["id"];
    object.update(more);
    return object;
  }
  Outcome create(const Actor& by, const Json& object) {
    return outcome(by, activity(by, "Create", object));
  }
  Post created(const Actor& by, const Json& object) {
    EXPECT_EQ(create(by, object), Outcome::taken);
    return post_of(object);
  }
  Outcome update(const Actor& by, Json object) {
    clock_.advance(seconds(1));
    object["updated"] = to_rfc3339(clock_.now());
    return outcome(by, activity(by, "Update", object));
  }
  [[nodiscard]] Post post_of(const Json& object) const {
    return post_at(*find_string(object, "id"));
  }
  // To anybody, and to alice, who follows its author; and may others speak of it?
  [[nodiscard]] bool is_seen(const Json& object) const {
    const auto txn = read();
    const auto stored = post_of(object);
    const bool to_all = may_flow(txn, home_, stored, Destination::anybody()).allowed;
    EXPECT_EQ(may_flow(txn, home_, stored, Destination::to_person(alice_.id)).allowed, to_all);
    EXPECT_EQ(may_know(txn, home_, stored, eve_), to_all);
    return to_all;
  }
  // An answer that says it was approved, and the approval where it says that it stands.
  Json approved(const Json& approval_changes = Json::object()) {
    auto reply = answer(mallory_, {{"approvedBy", eve_site_.at("/approvals/1")}});
    put_approval_of(reply, approval_changes);
    return reply;
  }
  void put_approval_of(const Json& reply, const Json& changes = Json::object()) {
    Json approval{{"id", eve_site_.at("/approvals/1")},
                  {"type", "ReplyAuthorization"},
                  {"attributedTo", eve_.iri.text()},
                  {"interactingObject", reply["id"]},
                  {"interactionTarget", parent_["id"]}};
    approval.update(changes);
    eve_site_.put("/approvals/1", approval);
  }
  void work() {
    for (int round = 0; catch_up_->run_due(16) > 0 && round < 20; ++round) {
    }
  }
  size_t waiting(FetchReason reason) {
    const auto rows = list_due_fetches(read(), Time{INT64_MAX}, 1'000);
    return static_cast<size_t>(std::ranges::count(rows, reason, &Fetch::reason));
  }

  const Json nobody_ = {{"automaticApproval", Json::array()},
                        {"manualApproval", {std::string(kPublic)}}};
  const Json anybody_ = {{"automaticApproval", {std::string(kPublic)}}};
  Site eve_site_{net_, "https://remote.example"};
  Json parent_;
};

TEST_F(HeldAnswers, WhatCameBeforeAPostThatForbidsItIsSeenByNobodyOnceThePostIsHere) {
  const auto reply = answer(mallory_);
  created(mallory_, reply);
  EXPECT_TRUE(is_seen(reply)) << "nobody knows better yet";
  created(eve_, says(parent_, nobody_));
  EXPECT_FALSE(is_seen(reply));
  EXPECT_EQ(post_of(reply).parent, post_of(parent_).id) << "it keeps its place";
  EXPECT_EQ(create(mallory_, reply), Outcome::ignored);
  EXPECT_FALSE(is_seen(reply)) << "however often it is sent";
  const auto later = answer(mallory_);
  EXPECT_EQ(create(mallory_, later), Outcome::ignored) << "as one that comes later";
}

TEST_F(HeldAnswers, ItIsTheSameWhereThePostIsFetched) {
  const auto reply = answer(mallory_);
  created(mallory_, reply);
  eve_site_.put(iri(*find_string(parent_, "id")).path(), says(parent_, nobody_));
  work();
  ASSERT_TRUE(knows(*find_string(parent_, "id")));
  EXPECT_FALSE(is_seen(reply));
}

TEST_F(HeldAnswers, WhoMayAnswerIsSeenAsBefore) {
  const auto theirs = answer(mallory_), own = answer(eve_);
  const auto few = answer(mallory_, {{"to", {alice_.iri.text()}}, {"cc", Json::array()}});
  for (const auto& object : {theirs, few}) created(mallory_, object);
  created(eve_, own);
  auto forbidding = says(parent_, nobody_);
  forbidding["tag"] = {{{"type", "Mention"}, {"href", mallory_.iri.text()}, {"name", "@mallory"}}};
  created(eve_, forbidding);
  EXPECT_TRUE(is_seen(theirs)) << "who is mentioned";
  EXPECT_TRUE(is_seen(own)) << "oneself";
  EXPECT_EQ(post_of(few).approval, Approval::unneeded) << "a note to few is between them";
}

TEST_F(HeldAnswers, AnApprovalThatAnAnswerNamesIsLookedUp) {
  const auto reply = approved();
  created(mallory_, reply);
  created(eve_, says(parent_, nobody_));
  EXPECT_FALSE(is_seen(reply)) << "not before its origin says so";
  EXPECT_EQ(waiting(FetchReason::approval), 1U);
  work();
  EXPECT_TRUE(is_seen(reply));
  EXPECT_EQ(post_of(reply).approval, Approval::given);
}

TEST_F(HeldAnswers, Attack38AnApprovalOfAnotherOrForAnotherIsNone) {
  const Json kWrong[] = {{{"attributedTo", mallory_.iri.text()}},
                         {{"interactingObject", "https://evil.example/users/mallory/notes/0"}},
                         {{"interactionTarget", "https://remote.example/users/eve/notes/0"}},
                         {{"type", "LikeAuthorization"}}};
  for (const auto& wrong : kWrong) {
    parent_ = note(eve_);
    const auto reply = approved(wrong);
    created(mallory_, reply);
    created(eve_, says(parent_, nobody_));
    work();
    EXPECT_FALSE(is_seen(reply)) << wrong;
    EXPECT_EQ(waiting(FetchReason::approval), 0U);
  }
  parent_ = note(eve_);
  const Site elsewhere(net_, "https://evil.example");
  const auto reply = answer(mallory_, {{"approvedBy", elsewhere.at("/approvals/1")}});
  created(mallory_, reply);
  created(eve_, says(parent_, nobody_));
  EXPECT_EQ(waiting(FetchReason::approval), 0U) << "of the asker's own origin";
  EXPECT_FALSE(is_seen(reply));
}

TEST_F(HeldAnswers, OneThatIsApprovedLaterIsSeenFromThenOn) {
  auto sent_again = answer(mallory_), edited = answer(mallory_);
  for (const auto& reply : {sent_again, edited}) created(mallory_, reply);
  created(eve_, says(parent_, nobody_));
  sent_again["approvedBy"] = edited["approvedBy"] = eve_site_.at("/approvals/1");
  put_approval_of(sent_again);
  EXPECT_EQ(create(mallory_, sent_again), Outcome::taken);
  work();
  EXPECT_TRUE(is_seen(sent_again));
  EXPECT_FALSE(is_seen(edited));
  put_approval_of(edited);
  EXPECT_EQ(update(mallory_, edited), Outcome::taken);
  work();
  EXPECT_TRUE(is_seen(edited));
  EXPECT_EQ(create(mallory_, sent_again), Outcome::ignored) << "known already";
}

TEST_F(HeldAnswers, AnEditOfThePostHoldsAnswersAndLetsThemGo) {
  created(eve_, parent_);
  const auto reply = answer(mallory_);
  created(mallory_, reply);
  EXPECT_EQ(update(eve_, says(parent_, nobody_)), Outcome::taken);
  EXPECT_FALSE(is_seen(reply));
  EXPECT_EQ(update(eve_, says(parent_, anybody_)), Outcome::taken);
  EXPECT_TRUE(is_seen(reply));
  EXPECT_EQ(update(eve_, says(parent_, nobody_)), Outcome::taken);
  EXPECT_FALSE(is_seen(reply));
  EXPECT_EQ(update(eve_, parent_), Outcome::taken);
  EXPECT_TRUE(is_seen(reply)) << "where it says nothing any more";
}

TEST_F(HeldAnswers, WhatWasApprovedStaysSoHoweverOftenThePostIsEdited) {
  created(eve_, says(parent_, nobody_));
  const auto reply = approved();
  Site mallory_site(net_, "https://evil.example");
  mallory_site.put(iri(*find_string(reply, "id")).path(), reply);
  EXPECT_EQ(create(mallory_, reply), Outcome::taken);
  work();
  ASSERT_TRUE(is_seen(reply)) << "it came later, and was looked into then";
  EXPECT_EQ(update(eve_, says(parent_, nobody_)), Outcome::taken);
  EXPECT_TRUE(is_seen(reply));
  EXPECT_EQ(waiting(FetchReason::approval), 0U);
}

TEST_F(HeldAnswers, WhatPeopleHereWroteIsForTheAuthorsNodeToReject) {
  const auto theirs = created(eve_, parent_);
  const auto mine = post(alice_, NewPost{.text = "An answer", .in_reply_to = theirs.id});
  EXPECT_EQ(update(eve_, says(parent_, nobody_)), Outcome::taken);
  EXPECT_EQ(find_post(read(), mine.id)->approval, Approval::unneeded);
}

TEST_F(HeldAnswers, ManyAreJudgedInShortTransactions) {
  std::vector<Json> replies;
  replies.reserve(250);
  for (int i = 0; i < 250; ++i) replies.push_back(answer(mallory_));
  for (const auto& reply : replies) created(mallory_, reply);
  const auto seen = [&] {
    return static_cast<size_t>(
        std::ranges::count_if(replies, [&](const Json& reply) { return is_seen(reply); }));
  };
  created(eve_, says(parent_, nobody_));
  EXPECT_EQ(seen(), 250 - kJudgedAtOnce);
  EXPECT_EQ(waiting(FetchReason::answers), 1U);
  work();
  EXPECT_EQ(seen(), 0U);
  EXPECT_EQ(waiting(FetchReason::answers), 0U);
  update(eve_, says(parent_, anybody_));
  work();
  EXPECT_EQ(seen(), 250U);
}

TEST_F(HeldAnswers, APostThatSaysNothingOfItCostsNothing) {
  const auto reply = answer(mallory_);
  created(mallory_, reply);
  work();
  created(eve_, parent_);
  EXPECT_EQ(update(eve_, parent_), Outcome::taken);
  EXPECT_EQ(post_of(reply).approval, Approval::unneeded);
  EXPECT_THAT(to_fetch(), IsEmpty());
}

// An answer is fetched, and what it answers is taken in between: after the look whether it needs an
// approval, before it is stored.
class CrossingAnswer : public HeldAnswers {
 protected:
  void SetUp() override {
    HeldAnswers::SetUp();
    // What is learned of a host that is asked for the first time is written by now.
    const auto other = note(mallory_);
    evil_site_.put(iri(*find_string(other, "id")).path(), other);
    EXPECT_TRUE(resolver_->resolve_address(iri(*find_string(other, "id"))).ok());
    writer_->drain();
  }
  Result<Resolver::Found> fetch_while_parent_comes(const Json& reply) {
    const auto address = iri(*find_string(reply, "id"));
    evil_site_.put(address.path(), reply);
    const auto said = says(parent_, nobody_);
    const Document parent{
        .url = iri(*find_string(parent_, "id")), .json = said, .bytes = dump_json(said)};
    std::atomic<bool> begun = false;
    writer_->submit(
        [&](WriteTxn& txn) -> Result<void> {
          begun = true;
          while (writer_->figures().waiting == 0) std::this_thread::yield();
          TRY(take_fetched({txn, home_, random_, keys_, clock_.now()}, parent, eve_, 0));
          return {};
        },
        [](const Result<void>& stored) { EXPECT_TRUE(stored.ok()); });
    while (!begun) std::this_thread::yield();
    const auto failed = writer_->figures().failed;
    auto found = resolver_->resolve_address(address);
    writer_->drain();
    EXPECT_EQ(writer_->figures().failed, failed + 1) << "it was refused, and looked at once more";
    return found;
  }

  Site evil_site_{net_, "https://evil.example"};
};

TEST_F(CrossingAnswer, IsNotTakenWithoutTheApprovalThatItNeedsByNow) {
  const auto reply = answer(mallory_);
  EXPECT_EQ(code_of(fetch_while_parent_comes(reply)), Code::forbidden);
  EXPECT_FALSE(knows(*find_string(reply, "id")));
}

TEST_F(CrossingAnswer, IsTakenWithTheApprovalThatItNames) {
  const auto reply = approved();
  const auto found = fetch_while_parent_comes(reply);
  ASSERT_TRUE(found.ok()) << found.error().what;
  EXPECT_EQ(post_of(reply).approval, Approval::given);
  EXPECT_TRUE(is_seen(reply));
}

}  // namespace
}  // namespace hallway::test
