#include "federation/answerers.h"

#include <gmock/gmock.h>

#include "storage/accounts.h"
#include "storage/asked.h"
#include "storage/blocks.h"
#include "storage/own.h"
#include "storage/peers.h"
#include "tests/support/searched.h"

namespace hallway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AnswerersTest : public test::SearchedTest {
 protected:
  void SetUp() override {
    SearchedTest::SetUp();
    for (const auto* name : {"asker", "ada", "ben"}) {
      const auto id = people_[name] = add(name);
      write([&](WriteTxn& txn) -> Result<void> {
        Account account{.name = name, .actor = id};
        return put_account(txn, account);
      });
      // What everybody talks about, so that words have a background.
      for (int i = 0; i < 20; ++i) write_post(id, "Lunch is at noon in the large room again");
    }
    write_post(people_["ben"], "The pump in the cellar needs a new seal");
    write_post(people_["ben"], "Seals for pumps are in the store, shelf four");
    question_ = ask("Where do I get a seal for a pump?");
  }
  Post ask(const std::string& text, Id author = {}) {
    const auto id = write_post(author ? author : people_["asker"], text);
    auto post = *find_post(read(), id);
    post.question = true;
    write([&](WriteTxn& txn) { return update_post(txn, post); });
    return post;
  }
  std::vector<Id> likely(const Post& question) {
    index();
    auto reader = index_.read();
    if (!reader.ok()) return {};
    ExpertWords words(std::move(*reader));
    auto found = find_answerers(read(), home_, words, question, kNow);
    EXPECT_TRUE(found.ok());
    return std::move(found).value_or({});
  }
  void change_account(const std::string& name, const std::function<void(Account&)>& change) {
    write([&](WriteTxn& txn) -> Result<void> {
      auto account = find_account(txn, name);
      if (!account) return fail(Code::not_found, name);
      change(*account);
      return put_account(txn, *account);
    });
  }
  bool waits(const Post& post) {
    return waits_for_answer(read(), home_, *find_post(read(), post.id));
  }
  std::map<std::string, Id> people_;
  Post question_;
};

TEST_F(AnswerersTest, WhoWroteAboutItIsLikelyAndNobodyElse) {
  EXPECT_THAT(likely(question_), ElementsAre(people_["ben"]));
  EXPECT_THAT(likely(ask("Lunch at noon in the large room again?")), IsEmpty())
      << "what everybody writes about";
  EXPECT_THAT(likely(ask("Xylophones, anybody?")), IsEmpty());
  EXPECT_THAT(likely(ask("Which seal fits the pump?", people_["ben"])), IsEmpty())
      << "nobody is asked their own question, nor somebody weaker instead";
}

TEST_F(AnswerersTest, WhoDoesNotWantToBeAskedOrFoundIsNot) {
  change_account("ben", [](Account& account) { account.not_asked = true; });
  EXPECT_THAT(likely(question_), IsEmpty());
  change_account("ben",
                 [](Account& account) { account.not_asked = false, account.disabled = true; });
  EXPECT_THAT(likely(question_), IsEmpty());
  change_account("ben", [](Account& account) { account.disabled = false; });
  auto ben = *find_actor(read(), people_["ben"]);
  ben.discoverable = false;
  write([&](WriteTxn& txn) { return put_actor(txn, ben, kNow); });
  EXPECT_THAT(likely(question_), IsEmpty());
}

TEST_F(AnswerersTest, NothingStandsBetweenTheTwo) {
  const auto ben = people_["ben"], asker = people_["asker"];
  write([&](WriteTxn& txn) { return put_mute(txn, {.by = ben, .whom = asker, .at = kNow}); });
  EXPECT_THAT(likely(question_), IsEmpty());
  write([&](WriteTxn& txn) { return erase_mute(txn, ben, asker); });
  EXPECT_THAT(likely(question_), ElementsAre(ben));
  write([&](WriteTxn& txn) { return put_block(txn, {.by = asker, .whom = ben, .at = kNow}); });
  EXPECT_THAT(likely(question_), IsEmpty());
}

TEST_F(AnswerersTest, NobodyIsAskedTooOftenNorTheSameTwice) {
  const auto ben = people_["ben"];
  const auto show = [&](Id question, Time at) {
    write([&](WriteTxn& txn) { return add_asked(txn, ben, question, at); });
  };
  show(Id{1}, kNow - days(1));
  show(Id{2}, kNow - days(8));
  show(Id{3}, kNow);
  EXPECT_THAT(likely(question_), ElementsAre(ben)) << "two within a week";
  show(Id{4}, kNow);
  EXPECT_THAT(likely(question_), IsEmpty());
  write([&](WriteTxn& txn) { return erase_own(txn, ben); });
  EXPECT_THAT(likely(question_), ElementsAre(ben)) << "who has gone leaves nothing of it";
  show(question_.id, kNow - days(30));
  EXPECT_THAT(likely(question_), IsEmpty());
}

TEST_F(AnswerersTest, AQuestionWaitsUntilSomebodyElseAnswers) {
  EXPECT_TRUE(waits(question_));
  const auto reply = [&](Id author) {
    Post post{.author = author, .in_reply_to = question_.iri};
    post.iri = home_.at("r/" + to_string(author));
    write([&](WriteTxn& txn) { return add_post(txn, post, kNow); });
    return post.id;
  };
  reply(people_["asker"]);
  EXPECT_TRUE(waits(question_)) << "who asked adds something";
  const auto answer = reply(people_["ada"]);
  EXPECT_FALSE(waits(question_));
  write([&](WriteTxn& txn) { return bury_post(txn, answer, kNow); });
  EXPECT_TRUE(waits(question_));
  const auto other = write_post(people_["ada"], "Any seals?");
  EXPECT_FALSE(waits(*find_post(read(), other))) << "it does not say that it asks";
}

TEST_F(AnswerersTest, OfOtherNodesThoseThatAreCloseAreHeard) {
  const auto far = add("far", [](Actor& actor) {
    actor.local = false;
    actor.iri = test::iri("https://far.example/users/far");
    actor.domain = "far.example";
  });
  const auto question = ask("Which pump?", far);
  EXPECT_FALSE(waits(question));
  write([&](WriteTxn& txn) -> Result<void> {
    auto peer = TRY(meet_peer(txn, test::domain("far.example"), kNow));
    peer.relation = Relation::partner;
    return put_peer(txn, peer);
  });
  EXPECT_TRUE(waits(question));
}

}  // namespace
}  // namespace hallway
