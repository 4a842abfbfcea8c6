#include "federation/search.h"

#include <gmock/gmock.h>

#include "tests/support/searched.h"

namespace hallway {
namespace {

using test::iri;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SearchTest : public test::SearchedTest {
 protected:
  void SetUp() override {
    SearchedTest::SetUp();
    const auto knows = [](Actor& actor) {
      actor.summary = "<p>Knows about " + actor.name + " things</p>";
    };
    alice_ = add("alice", knows);
    bob_ = add("bob", knows);
  }
  std::vector<Id> find(SearchWish wish) {
    index();
    if (!wish.person) wish.person = bob_;
    auto hits = search_posts(read(), home_, index_, wish);
    EXPECT_TRUE(hits.ok());
    return std::move(hits).value_or({}).ids;
  }
  std::vector<Id> find(const std::string& typed) { return find(SearchWish{.typed = typed}); }
  std::vector<Id> find_people(const std::string& typed) {
    index();
    return search_people(read(), home_, index_, {.typed = typed, .person = bob_}).value_or({}).ids;
  }

  Id alice_, bob_;
};

TEST_F(SearchTest, WordsAreFoundWithinWhatIsAskedFor) {
  const auto old = write_post(alice_, "green tea", Time{1'577'880'000'000});  // 2020-01-01
  const auto fresh = write_post(bob_, "black tea");
  EXPECT_THAT(find("tea -black"), ElementsAre(old));
  EXPECT_THAT(find("tea from:me"), ElementsAre(fresh));
  EXPECT_THAT(find("from:@alice"), ElementsAre(old));
  EXPECT_THAT(find("tea from:alice@here.example"), ElementsAre(old));
  EXPECT_THAT(find("tea from:nobody"), IsEmpty());
  EXPECT_THAT(find("tea -from:me"), ElementsAre(old));
  EXPECT_THAT(find("tea before:2021"), ElementsAre(old));
  EXPECT_THAT(find("tea after:2020-01-01"), ElementsAre(fresh));
  EXPECT_THAT(find("during:2020-01"), ElementsAre(old));
  EXPECT_THAT(find("tea in:library"), ElementsAre(fresh));
  EXPECT_THAT(find("-tea"), IsEmpty()) << "nothing is looked for";
}

TEST_F(SearchTest, ThePageIsWhereItIsAskedToBe) {
  const auto one = write_post(alice_, "tea"), two = write_post(alice_, "tea"),
             three = write_post(bob_, "tea");
  EXPECT_THAT(find(SearchWish{.typed = "tea", .author = alice_}), ElementsAre(two, one));
  EXPECT_THAT(find(SearchWish{.typed = "tea from:me", .author = alice_}), IsEmpty());
  EXPECT_THAT(find(SearchWish{.typed = "tea", .max_id = three}), ElementsAre(two, one));
  EXPECT_THAT(find(SearchWish{.typed = "tea", .min_id = one}), ElementsAre(three, two));
  EXPECT_THAT(find(SearchWish{.typed = "tea", .offset = 1, .limit = 1}), ElementsAre(two));
}

TEST_F(SearchTest, WhatWasEditedOrDeletedIsNotFoundAsItWas) {
  const auto id = write_post(alice_, "tea");
  EXPECT_THAT(find("tea"), ElementsAre(id));
  auto post = *find_post(read(), id);
  post.content = "<p>coffee</p>";
  write([&](WriteTxn& txn) { return update_post(txn, post); });
  EXPECT_THAT(find("tea"), IsEmpty());
  EXPECT_THAT(find("coffee"), ElementsAre(id));
  write([&](WriteTxn& txn) { return bury_post(txn, id, kNow); });
  EXPECT_THAT(
      search_posts(read(), home_, index_, {.typed = "coffee", .person = bob_}).value_or({}).ids,
      IsEmpty())
      << "also while the index still has it";
  EXPECT_THAT(find("coffee"), IsEmpty());
}

TEST_F(SearchTest, PeopleAreFoundByWhatTheySay) {
  EXPECT_THAT(find_people("ali"), ElementsAre(alice_));
  EXPECT_THAT(find_people("knows alice"), ElementsAre(alice_));
  EXPECT_THAT(find_people("thing bob"), ElementsAre(bob_));
  EXPECT_THAT(find("knows"), IsEmpty()) << "these are no posts";
}

}  // namespace
}  // namespace hallway
