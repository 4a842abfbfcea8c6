#include "federation/react.h"

#include <gmock/gmock.h>

#include "federation/shown_reactions.h"
#include "federation/timeline.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ReactTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    mine_ = post(alice_, "Lathe for sale");
  }
  Json like_of(const Post& post) { return activity(eve_, "Like", post.iri.text()); }
  Json reaction_of(const Actor& who, const std::string& type, const std::string& content) {
    auto reaction = activity(who, type, mine_.iri.text());
    reaction["content"] = content;
    return reaction;
  }
  Json boost_of(const Post& post) { return activity(eve_, "Announce", post.iri.text()); }
  [[nodiscard]] size_t likes() const { return count_reactions(read(), mine_.id); }
  [[nodiscard]] size_t emojis() const { return count_emoji_reactions(read(), mine_.id, eve_.id); }
  [[nodiscard]] size_t boosts() const { return count_boosts(read(), mine_.id); }
  template <class Act>
  Code code(const Actor& who, Act&& deed) {
    return code_of(act(who, std::forward<Act>(deed)));
  }
  Post mine_;
};

// --- reactions that arrive ---

TEST_F(ReactTest, AReactionCountsOnceAPerson) {
  ASSERT_EQ(outcome(eve_, like_of(mine_)), Outcome::taken);
  const auto before = rows();
  EXPECT_EQ(outcome(eve_, like_of(mine_)), Outcome::ignored);
  EXPECT_EQ(rows(), before);
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Like", mine_.iri.text())), Outcome::taken);
  EXPECT_EQ(likes(), 2U);
  EXPECT_THAT(notified(alice_),
              ElementsAre(NotificationType::reaction, NotificationType::reaction));
}

TEST_F(ReactTest, AnEmojiIsCountedApartFromLikes) {
  for (const auto& [type, content] : {std::pair("EmojiReact", "🎉"), std::pair("Like", "👍"),
                                      std::pair("EmojiReact", "👍"), std::pair("Like", "")}) {
    const auto who = put_remote("frank" + std::to_string(++made_));
    EXPECT_EQ(outcome(who, reaction_of(who, type, content)), Outcome::taken);
  }
  EXPECT_EQ(likes(), 1U);
  const auto counts = shown_emoji_reactions(read(), home_, mine_.id);
  ASSERT_EQ(counts.size(), 2U);
  EXPECT_EQ(counts[0].content, "👍") << "the most frequent first";
  EXPECT_EQ(counts[0].count, 2U);
  EXPECT_THAT(notified(alice_),
              testing::UnorderedElementsAre(NotificationType::emoji, NotificationType::emoji,
                                            NotificationType::emoji, NotificationType::reaction));
}

TEST_F(ReactTest, OnePersonReactsWithSeveralEmojisButEachOnceAndNotEndlessly) {
  EXPECT_EQ(outcome(eve_, reaction_of(eve_, "EmojiReact", "🎉")), Outcome::taken);
  EXPECT_EQ(outcome(eve_, reaction_of(eve_, "EmojiReact", "🎉")), Outcome::ignored);
  EXPECT_EQ(outcome(eve_, like_of(mine_)), Outcome::taken);
  const std::vector<std::string> more = {"😀", "😁", "😂", "😃", "😄", "😅", "😆", "😉", "😊"};
  for (const auto& one : more) {
    EXPECT_EQ(outcome(eve_, reaction_of(eve_, "EmojiReact", one)), Outcome::taken) << one;
  }
  for (const auto* one : {"😋", "😎"}) {
    EXPECT_EQ(outcome(eve_, reaction_of(eve_, "EmojiReact", one)), Outcome::ignored) << one;
  }
  EXPECT_EQ(count_emoji_reactions(read(), mine_.id, eve_.id), 10U);
  EXPECT_EQ(likes(), 1U);
}

TEST_F(ReactTest, ACustomEmojiBringsItsPicture) {
  auto reaction = reaction_of(eve_, "EmojiReact", ":lathe:");
  EXPECT_EQ(outcome(eve_, reaction), Outcome::ignored) << "a name without a picture";
  reaction["tag"] = {{{"type", "Emoji"},
                      {"name", ":lathe:"},
                      {"icon", {{"type", "Image"}, {"url", "https://remote.example/l.png"}}}}};
  EXPECT_EQ(outcome(eve_, reaction), Outcome::taken);
  const auto counts = shown_emoji_reactions(read(), home_, mine_.id);
  ASSERT_EQ(counts.size(), 1U);
  EXPECT_EQ(counts[0].content, ":lathe:");
  EXPECT_EQ(counts[0].emoji.text(), "https://remote.example/l.png");
}

TEST_F(ReactTest, WhatIsNoEmojiIsNoMoreThanALike) {
  EXPECT_EQ(outcome(eve_, reaction_of(eve_, "EmojiReact", "great <b>lathe</b>")), Outcome::ignored);
  EXPECT_EQ(outcome(eve_, reaction_of(eve_, "Like", "great <b>lathe</b>")), Outcome::taken);
  EXPECT_EQ(find_reaction(read(), mine_.id, eve_.id)->content, "");
}

TEST_F(ReactTest, AnEmojiOfAnyLengthIsNone) {
  // One picture to look at: a family joined without end.
  std::string joined = "👩";
  while (joined.size() <= 64) joined += "\u200D👩";
  EXPECT_EQ(outcome(eve_, reaction_of(eve_, "EmojiReact", joined)), Outcome::ignored);
  EXPECT_EQ(outcome(eve_, reaction_of(eve_, "Like", joined)), Outcome::taken);
  EXPECT_EQ(likes(), 1U) << "no more than a like";
  EXPECT_EQ(emojis(), 0U);
  EXPECT_EQ(outcome(eve_, reaction_of(eve_, "EmojiReact", joined.substr(0, 60))), Outcome::taken);
  EXPECT_EQ(emojis(), 1U);
}

TEST_F(ReactTest, AnUndoTakesBackTheEmojiItNames) {
  const auto first = reaction_of(eve_, "EmojiReact", "🎉");
  outcome(eve_, first);
  outcome(eve_, reaction_of(eve_, "EmojiReact", "👍"));
  outcome(eve_, like_of(mine_));
  auto by_parts = reaction_of(eve_, "EmojiReact", "👍");
  by_parts.erase("id");
  EXPECT_EQ(outcome(eve_, activity(eve_, "Undo", by_parts)), Outcome::taken);
  ASSERT_EQ(shown_emoji_reactions(read(), home_, mine_.id).size(), 1U);
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Undo", by_parts)), Outcome::ignored);
  EXPECT_EQ(refusal(mallory_, activity(mallory_, "Undo", first)), Code::forbidden);
  EXPECT_EQ(outcome(eve_, activity(eve_, "Undo", first)), Outcome::taken);
  EXPECT_EQ(shown_emoji_reactions(read(), home_, mine_.id).size(), 0U);
  EXPECT_EQ(likes(), 1U);
}

TEST_F(ReactTest, Attack36WhatOneMayNotSeeLooksLikeWhatThereIsNot) {
  const auto direct = post(alice_, NewPost{.text = "for few", .visibility = Visibility::followers});
  const auto inside = post(alice_, NewPost{.text = "inside", .label = Label::department});
  const auto before = rows();
  const std::string targets[] = {direct.iri.text(), inside.iri.text(),
                                 "https://home.example/users/alice/statuses/404"};
  std::set<std::string_view> why;
  for (const auto& target : targets) {
    for (const auto* type : {"Like", "Announce"}) {
      const auto receipt = receive(eve_, activity(eve_, type, target));
      ASSERT_TRUE(receipt.ok()) << target;
      EXPECT_EQ(receipt->outcome, Outcome::ignored) << type << target;
      why.insert(receipt->why);
    }
  }
  EXPECT_EQ(why.size(), 2U) << "one answer a type, whatever there is";
  EXPECT_EQ(rows(), before);
}

TEST_F(ReactTest, Attack36SoDoesWhatOthersWroteToFew) {
  const auto frank = put_remote("frank");
  auto object = note(eve_);
  object["to"] = Json::array({alice_.iri.text(), frank.iri.text()});
  object["cc"] = Json::array();
  ASSERT_EQ(outcome(eve_, activity(eve_, "Create", object)), Outcome::taken);
  const auto few = std::string(*find_string(object, "id"));
  const auto before = rows();
  for (const auto* type : {"Like", "Announce"}) {
    const auto receipt = receive(mallory_, activity(mallory_, type, few));
    ASSERT_TRUE(receipt.ok()) << type;
    EXPECT_EQ(receipt->outcome, Outcome::ignored) << type;
    auto nameless = activity(mallory_, type, few), unknown = activity(mallory_, type, few + "0");
    nameless.erase("id");
    unknown.erase("id");
    EXPECT_EQ(refusal(mallory_, nameless), refusal(mallory_, unknown));
  }
  EXPECT_EQ(rows(), before);
  EXPECT_EQ(outcome(frank, activity(frank, "Like", few)), Outcome::taken) << "it is for them";
  EXPECT_EQ(outcome(eve_, activity(eve_, "Like", few)), Outcome::taken) << "it is theirs";
}

TEST_F(ReactTest, AFollowerReactsToWhatIsForFollowers) {
  const auto few = post(alice_, NewPost{.text = "few", .visibility = Visibility::followers});
  befriend(eve_, alice_);
  EXPECT_EQ(outcome(eve_, like_of(few)), Outcome::taken);
  EXPECT_EQ(refusal(eve_, boost_of(few)), Code::forbidden);
}

TEST_F(ReactTest, AReactionNeedsANameAndAnObject) {
  auto nameless = like_of(mine_);
  nameless.erase("id");
  EXPECT_EQ(refusal(eve_, nameless), Code::invalid);
  nameless["type"] = "Announce";
  EXPECT_EQ(refusal(eve_, nameless), Code::invalid);
  EXPECT_EQ(outcome(eve_, activity(eve_, "Like", nullptr)), Outcome::ignored);
  EXPECT_EQ(refusal(eve_, activity(eve_, "Announce", nullptr)), Code::invalid);
}

// --- boosts that arrive ---

TEST_F(ReactTest, ABoostStandsOnceInItsActorsTimeline) {
  befriend(bob_, eve_);
  ASSERT_EQ(outcome(eve_, boost_of(mine_)), Outcome::taken);
  outcome(eve_, boost_of(mine_));
  EXPECT_EQ(boosts(), 1U);
  EXPECT_THAT(notified(alice_), ElementsAre(NotificationType::boost));
  const auto items = home_timeline(read(), home_, bob_.id, {});
  ASSERT_EQ(items.size(), 1U);
  ASSERT_TRUE(items[0].boost);
  EXPECT_EQ(items[0].boost->actor, eve_.id);
  EXPECT_EQ(items[0].post.id, mine_.id);
}

TEST_F(ReactTest, ABoostFromTheFutureStandsWhereItArrived) {
  auto boost = boost_of(mine_);
  boost["published"] = "2099-01-01T00:00:00Z";
  outcome(eve_, boost);
  const auto kept = find_boost(read(), mine_.id, eve_.id);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->at, clock_.now());
}

TEST_F(ReactTest, Attack18ABoostedPostIsAskedOfItsOrigin) {
  befriend(alice_, eve_);
  const auto object = note(mallory_, "<p>put into somebody's mouth</p>");
  ASSERT_EQ(outcome(eve_, activity(eve_, "Announce", object)), Outcome::taken);
  const auto id = std::string(*find_string(object, "id"));
  EXPECT_FALSE(knows(id));
  EXPECT_THAT(to_fetch(), ElementsAre(id));
  EXPECT_EQ(count(Table::boosts), 0U) << "not before it is here";
}

TEST_F(ReactTest, OnlyWhoIsFollowedMakesUsFetch) {
  const auto before = rows();
  EXPECT_EQ(outcome(eve_, activity(eve_, "Announce", "https://evil.example/1")), Outcome::ignored);
  befriend(alice_, mallory_, FollowState::pending);
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Announce", "https://evil.example/1")),
            Outcome::ignored);
  EXPECT_THAT(to_fetch(), IsEmpty());
  EXPECT_EQ(count(Table::log), before[static_cast<size_t>(Table::log)]);
}

TEST_F(ReactTest, NobodySpreadsWhatWasAddressedToFew) {
  befriend(alice_, eve_);
  auto object = note(eve_);
  object["to"] = alice_.iri.text();
  object["cc"] = Json::array();
  outcome(eve_, activity(eve_, "Create", object));
  EXPECT_EQ(refusal(eve_, activity(eve_, "Announce", object["id"])), Code::forbidden);
  EXPECT_EQ(count(Table::boosts), 0U);
}

TEST_F(ReactTest, NothingIsDoneToWhatWasDeleted) {
  const auto theirs = known_note(eve_);
  outcome(eve_, activity(eve_, "Delete", theirs.iri.text()));
  ok(act(alice_, [&](Local& l) { return delete_post(l, mine_.id); }));
  const auto before = rows();
  for (const auto& post : {theirs, mine_}) {
    EXPECT_EQ(outcome(eve_, like_of(post)), Outcome::ignored);
    EXPECT_EQ(outcome(eve_, boost_of(post)), Outcome::ignored);
  }
  EXPECT_EQ(rows(), before);
}

// --- of people here ---

TEST_F(ReactTest, ALikeGoesToTheAuthorOnly) {
  befriend(mallory_, bob_);
  const auto theirs = known_note(eve_);
  ok(act(bob_, [&](Local& l) { return like(l, theirs.id); }));
  EXPECT_THAT(owed(), ElementsAre("Like https://remote.example/inbox"));
  const auto before = rows();
  ok(act(bob_, [&](Local& l) { return like(l, theirs.id); }));
  EXPECT_EQ(rows(), before) << "again is no error";
  const auto sent = last_logged();
  ok(act(bob_, [&](Local& l) { return unlike(l, theirs.id); }));
  EXPECT_EQ(find_string(last_logged()["object"], "id"), find_string(sent, "id"));
  EXPECT_EQ(count(Table::reactions), 0U);
  ok(act(bob_, [&](Local& l) { return unlike(l, theirs.id); }));
}

TEST_F(ReactTest, AmongPeopleHereTheAuthorHearsOfIt) {
  ok(act(bob_, [&](Local& l) { return like(l, mine_.id); }));
  ok(act(bob_, [&](Local& l) { return boost(l, mine_.id); }));
  ok(act(alice_, [&](Local& l) { return like(l, mine_.id); }));
  EXPECT_THAT(notified(alice_), ElementsAre(NotificationType::boost, NotificationType::reaction));
  EXPECT_THAT(owed(), IsEmpty());
}

TEST_F(ReactTest, ABoostGoesToFollowersAndTheAuthorOnceANode) {
  const auto theirs = known_note(mallory_);
  befriend(eve_, bob_);
  befriend(put_remote("frank"), bob_);
  const auto made = ok(act(bob_, [&](Local& l) { return boost(l, theirs.id); }));
  EXPECT_THAT(owed(), ElementsAre("Announce https://evil.example/inbox",
                                  "Announce https://remote.example/inbox"));
  const auto sent = last_logged();
  EXPECT_EQ(sent["to"], Json::array({std::string(kPublic)}));
  EXPECT_EQ(sent["cc"], Json::array({bob_.followers.text(), mallory_.iri.text()}));
  EXPECT_EQ(find_string(sent, "object"), theirs.iri.text());
  EXPECT_EQ(ok(act(bob_, [&](Local& l) { return boost(l, theirs.id); })).iri, made.iri);
  forget_owed();
  ok(act(bob_, [&](Local& l) { return unboost(l, theirs.id); }));
  EXPECT_EQ(owed().size(), 2U);
  EXPECT_EQ(find_string(last_logged()["object"], "id"), made.iri.text());
  EXPECT_EQ(count(Table::boosts), 0U);
}

TEST_F(ReactTest, ABoostGoesNoFartherThanTheLabelOfThePost) {
  set_peer("remote.example", [](Peer& p) { p.relation = Relation::sibling; });
  set_peer("evil.example", [](Peer& p) { p.relation = Relation::partner; });
  const auto inside = post(alice_, NewPost{.text = "ours", .label = Label::organization});
  befriend(eve_, bob_);
  befriend(mallory_, bob_);
  ok(act(bob_, [&](Local& l) { return boost(l, inside.id); }));
  EXPECT_THAT(owed(), ElementsAre("Announce https://remote.example/inbox"));
}

TEST_F(ReactTest, WhatWasAddressedToFewIsNotBoosted) {
  for (const auto visibility : {Visibility::followers, Visibility::direct}) {
    const auto few = post(alice_, NewPost{.text = "few", .visibility = visibility});
    EXPECT_EQ(code(alice_, [&](Local& l) { return boost(l, few.id); }), Code::forbidden);
    EXPECT_EQ(code(bob_, [&](Local& l) { return boost(l, few.id); }), Code::not_found);
    EXPECT_EQ(code(bob_, [&](Local& l) { return like(l, few.id); }), Code::not_found);
  }
  EXPECT_EQ(code(bob_, [&](Local& l) { return like(l, Id{404}); }), Code::not_found);
}

}  // namespace
}  // namespace hallway::test
