#include "federation/search.h"

#include <gmock/gmock.h>

#include "federation/searchable.h"
#include "tests/support/store.h"

namespace hallway {
namespace {

using test::iri;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Time kSearchNow{1'700'000'000'000};

class SearchTest : public test::StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    ASSERT_TRUE(index_.open().ok());
    alice_ = add("alice");
    bob_ = add("bob");
  }
  Id add(const std::string& name) {
    Actor actor{.iri = home_.actor(name), .name = name, .domain = "here.example"};
    actor.local = actor.discoverable = true;
    actor.summary = "<p>Knows about " + name + " things</p>";
    write([&](WriteTxn& txn) { return put_actor(txn, actor, kSearchNow); });
    return actor.id;
  }
  Id write_post(Id author, const std::string& text, Time at = kSearchNow) {
    Post post{.author = author, .content = "<p>" + text + "</p>"};
    post.iri = home_.at("p/" + std::to_string(++posts_));
    post.local = true;
    post.published = at;
    write([&](WriteTxn& txn) { return add_post(txn, post, at); });
    return post.id;
  }
  void index() {
    const auto txn = read();
    for (const auto& due : list_search_due(txn, 0, 1'000)) {
      if (const auto document = searchable(txn, due)) {
        ASSERT_TRUE(index_.put(*document).ok());
      } else {
        ASSERT_TRUE(index_.erase(due.kind, due.id).ok());
      }
    }
    ASSERT_TRUE(index_.commit("").ok());
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

  const Home home_ = Home::of("here.example", /*https=*/true, Mode::open).value();
  SearchIndex index_{dir_.path() / "search"};
  Id alice_, bob_;
  int posts_ = 0;
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
  write([&](WriteTxn& txn) { return bury_post(txn, id, kSearchNow); });
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
