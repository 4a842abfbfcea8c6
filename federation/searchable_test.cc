#include "federation/searchable.h"

#include <gmock/gmock.h>

#include "storage/blocks.h"
#include "storage/bookmarks.h"
#include "storage/follows.h"
#include "storage/reactions.h"
#include "tests/support/store.h"

namespace hallway {
namespace {

using test::iri;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;

constexpr Time kSearchedAt{1'700'000'000'000};

class SearchableTest : public test::StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    alice_ = add("https://here.example/users/alice", /*local=*/true);
    bob_ = add("https://here.example/users/bob", /*local=*/true);
    eve_ = add("https://there.example/users/eve", /*local=*/false);
  }
  Id add(const std::string& address, bool local) {
    Actor actor{.iri = iri(address), .name = address.substr(address.rfind('/') + 1)};
    actor.domain = std::string(actor.iri.domain().text());
    actor.local = local;
    write([&](WriteTxn& txn) { return put_actor(txn, actor, kSearchedAt); });
    return actor.id;
  }
  void change(Id id, const std::function<void(Actor&)>& how) {
    auto actor = *find_actor(read(), id);
    how(actor);
    write([&](WriteTxn& txn) { return put_actor(txn, actor, kSearchedAt); });
  }
  Id post_by(Id author, Post post = {}) {
    const auto actor = *find_actor(read(), author);
    post.iri = iri(actor.iri.text() + "/" + std::to_string(++posts_));
    post.author = author;
    post.local = actor.local;
    post.published = kSearchedAt;
    write([&](WriteTxn& txn) { return add_post(txn, post, kSearchedAt); });
    return post.id;
  }
  bool finds(Id person, Id post) {
    const auto txn = read();
    return Finder(txn, home_, person).may_find_post(post);
  }
  bool finds_person(Id person, Id other) {
    const auto txn = read();
    return Finder(txn, home_, person).may_find_person(other);
  }
  template <class Change>
  void apply(Change change) {
    write([&](WriteTxn& txn) -> Result<void> { return change(txn); });
  }

  const Home home_ = Home::of("here.example", /*https=*/true, Mode::open).value();
  Id alice_, bob_, eve_;
  int posts_ = 0;
};

TEST_F(SearchableTest, AllThatAPostSaysIsFound) {
  Post post{.id = {7},
            .author = {8},
            .content = "<p>Text <b>bold</b></p>",
            .title = "Title",
            .summary = "Warning",
            .language = "pt-BR"};
  post.attachments.push_back({.media_type = "image/png", .name = "A cat"});
  post.poll = Poll{.options = {{"Yes", 0}, {"No", 0}}};
  post.tags = {"tea"};
  const auto document = searchable(post);
  ASSERT_TRUE(document);
  EXPECT_THAT(document->texts,
              ElementsAre("Title", "Warning", "Text bold", "A cat", "Yes", "No", "tea"));
  EXPECT_THAT(document->marks,
              IsSupersetOf({"has:media", "has:image", "has:poll", "language:pt", "tag:tea"}));
  post.gone = true;
  EXPECT_FALSE(searchable(post));
}

TEST_F(SearchableTest, WhatPeopleSayOfThemselvesIsFoundWhereTheyWantIt) {
  Actor actor{.name = "alice", .display_name = "Alice", .summary = "<p>Bridges</p>"};
  actor.local = true;
  actor.fields = {{.name = "Team", .value = "Steel"}};
  EXPECT_THAT(searchable(actor)->texts, ElementsAre("alice", "Alice"));
  actor.discoverable = true;
  EXPECT_THAT(searchable(actor)->texts, ElementsAre("alice", "Alice", "Bridges", "Team", "Steel"));
  actor.local = actor.discoverable = false;
  EXPECT_FALSE(searchable(actor)) << "elsewhere, and nobody asked";
}

TEST_F(SearchableTest, PolicyDecidesAboutPostsOfPeopleHere) {
  EXPECT_TRUE(finds(bob_, post_by(alice_)));
  const auto secret = post_by(alice_, {.visibility = Visibility::followers});
  EXPECT_FALSE(finds(bob_, secret));
  Follow follow{.iri = iri("https://here.example/f"), .follower = bob_, .followee = alice_};
  follow.state = FollowState::accepted;
  apply([&](WriteTxn& txn) { return put_follow(txn, follow); });
  EXPECT_TRUE(finds(bob_, secret));
  const auto direct = post_by(alice_, {.visibility = Visibility::direct});
  EXPECT_FALSE(finds(bob_, direct));
  EXPECT_TRUE(finds(alice_, direct));
  const auto to_bob = post_by(
      alice_, {.visibility = Visibility::direct, .to = {find_actor(read(), bob_)->iri.text()}});
  EXPECT_TRUE(finds(bob_, to_bob));
  apply([&](WriteTxn& txn) {
    return put_mute(txn, {.by = bob_, .whom = alice_, .at = kSearchedAt});
  });
  EXPECT_FALSE(finds(bob_, to_bob)) << "they do not want to hear of them";
}

TEST_F(SearchableTest, PeopleElsewhereAreFoundWithTheirConsentOrByThoseWhoHadPartInIt) {
  const auto post = post_by(eve_);
  EXPECT_FALSE(finds(bob_, post));
  apply([&](WriteTxn& txn) { return add_bookmark(txn, bob_, post, kSearchedAt); });
  EXPECT_TRUE(finds(bob_, post));
  Reaction like{
      .iri = iri("https://here.example/l"), .actor = alice_, .post = post, .at = kSearchedAt};
  EXPECT_FALSE(finds(alice_, post));
  apply([&](WriteTxn& txn) -> Result<void> {
    TRY(add_reaction(txn, like, kSearchedAt));
    return {};
  });
  EXPECT_TRUE(finds(alice_, post));
  const auto answered = post_by(eve_);
  post_by(bob_, {.in_reply_to = find_post(read(), answered)->iri});
  EXPECT_TRUE(finds(bob_, answered));
  EXPECT_FALSE(finds(alice_, answered));
  change(eve_, [](Actor& eve) { eve.indexable = true; });
  EXPECT_TRUE(finds(alice_, answered));
  EXPECT_FALSE(finds(alice_, post_by(eve_, {.visibility = Visibility::unlisted})))
      << "consent is to public posts";
}

TEST_F(SearchableTest, WhoIsSuspendedGoneOrBlockedIsNotFound) {
  const auto post = post_by(alice_);
  apply([&](WriteTxn& txn) {
    return put_block(txn, {.by = alice_, .whom = bob_, .at = kSearchedAt});
  });
  EXPECT_FALSE(finds(bob_, post));
  EXPECT_FALSE(finds_person(bob_, alice_));
  apply([&](WriteTxn& txn) { return erase_block(txn, alice_, bob_); });
  EXPECT_TRUE(finds_person(bob_, alice_));
  change(alice_, [](Actor& alice) { alice.limited = true; });
  EXPECT_FALSE(finds(bob_, post));
  EXPECT_FALSE(finds_person(bob_, alice_));
  EXPECT_TRUE(finds(alice_, post));
  change(alice_, [](Actor& alice) { alice.suspended = true; });
  EXPECT_FALSE(finds(alice_, post));
  EXPECT_FALSE(finds(bob_, {12'345}));
}

TEST_F(SearchableTest, AnAnswerThatSomebodyElseAcceptedIsKnownAsOne) {
  Post ask{.content = "Which pump?"};
  ask.question = true;
  const auto accepted = [&](Id answerer) {
    const Id asked = post_by(alice_, ask);
    auto question = find_post(read(), asked).value();
    const auto answer = post_by(answerer, {.content = "The red", .in_reply_to = question.iri});
    question.accepted_answer = find_post(read(), answer).value().iri;
    write([&](WriteTxn& txn) { return update_post(txn, question); });
    return searchable(read(), {.id = answer, .kind = Searched::post})->accepted;
  };
  EXPECT_TRUE(accepted(bob_));
  EXPECT_TRUE(accepted(eve_));
  EXPECT_FALSE(accepted(alice_)) << "nobody's own word shows what they know";
}

TEST_F(SearchableTest, OnlyOpenPostsMendTheSpellingOfOthers) {
  const auto is_open = [&](Id post) {
    return searchable(read(), {.number = 1, .id = post, .kind = Searched::post})->open;
  };
  EXPECT_TRUE(is_open(post_by(alice_)));
  EXPECT_FALSE(is_open(post_by(alice_, {.visibility = Visibility::followers})));
  EXPECT_FALSE(is_open(post_by(eve_))) << "she did not consent to be found";
}

}  // namespace
}  // namespace hallway
