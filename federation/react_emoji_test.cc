// Reactions with emojis by people here.
#include <gmock/gmock.h>

#include "federation/react.h"
#include "federation/shown_reactions.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ReactEmojiTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    theirs_ = known_note(eve_);
  }
  Result<void> react_as(const Actor& who, const Post& post, std::string_view emoji) {
    return act(who, [&](Local& l) { return react(l, post.id, emoji); });
  }
  Result<void> unreact_as(const Actor& who, const Post& post, std::string_view emoji) {
    return act(who, [&](Local& l) { return unreact(l, post.id, emoji); });
  }
  [[nodiscard]] size_t emojis_of(const Actor& who) const {
    return count_emoji_reactions(read(), theirs_.id, who.id);
  }
  Post theirs_;
};

TEST_F(ReactEmojiTest, AReactionGoesToTheAuthorOnlyAndIsTakenBackWithAllItsParts) {
  befriend(mallory_, bob_);
  ok(react_as(bob_, theirs_, "🎉"));
  EXPECT_THAT(owed(), ElementsAre("EmojiReact https://remote.example/inbox"));
  const auto sent = last_logged();
  EXPECT_EQ(sent["content"], "🎉");
  EXPECT_EQ(sent["object"], theirs_.iri.text());
  EXPECT_EQ(sent["to"], Json::array({eve_.iri.text()}));
  EXPECT_EQ(sent["@context"].back()["EmojiReact"], "http://litepub.social/ns#EmojiReact");
  const auto before = rows();
  ok(react_as(bob_, theirs_, "🎉"));
  EXPECT_EQ(rows(), before) << "again is no error";
  ok(unreact_as(bob_, theirs_, "👍"));
  EXPECT_EQ(rows(), before) << "what was never done is not undone";
  EXPECT_EQ(find_reaction(read(), theirs_.id, bob_.id, "🎉")->iri.text(), sent["id"]);
  ok(unreact_as(bob_, theirs_, "🎉"));
  const auto undone = last_logged();
  EXPECT_EQ(undone["type"], "Undo");
  for (const auto* part : {"id", "type", "actor", "object", "content"}) {
    EXPECT_EQ(undone["object"][part], sent[part]) << part;
  }
  EXPECT_EQ(count(Table::reactions), 0U);
}

TEST_F(ReactEmojiTest, ALikeAndReactionsStandBesideEachOther) {
  ok(act(bob_, [&](Local& l) { return like(l, theirs_.id); }));
  ok(react_as(bob_, theirs_, "🎉"));
  ok(react_as(bob_, theirs_, "👍"));
  EXPECT_EQ(emojis_of(bob_), 2U);
  ok(act(bob_, [&](Local& l) { return unlike(l, theirs_.id); }));
  EXPECT_EQ(emojis_of(bob_), 2U);
  EXPECT_EQ(count_reactions(read(), theirs_.id), 0U);
}

TEST_F(ReactEmojiTest, ItIsOneEmojiAndNoText) {
  const auto before = rows();
  for (const auto* wrong : {"", "great", "👍👍", "🎉 ", "5", ":lathe:", "<b>", "\xF0\x9F"}) {
    EXPECT_EQ(code_of(react_as(bob_, theirs_, wrong)), Code::invalid) << wrong;
  }
  EXPECT_EQ(rows(), before);
  for (const auto* one :
       {"❤️", "👩‍🔧", "🇩🇪", "👍🏽", "5️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"}) {
    EXPECT_TRUE(react_as(bob_, theirs_, one).ok()) << one;
  }
  EXPECT_EQ(emojis_of(bob_), 6U);
}

TEST_F(ReactEmojiTest, ACustomEmojiIsJoinedWhereItStandsAlready) {
  auto lathe = activity(eve_, "EmojiReact", theirs_.iri.text());
  lathe["content"] = ":lathe:";
  lathe["tag"] = Json::array({{{"type", "Emoji"},
                               {"name", ":lathe:"},
                               {"icon", {{"url", "https://remote.example/lathe.png"}}}}});
  ASSERT_EQ(outcome(eve_, lathe), Outcome::taken);
  ok(react_as(bob_, theirs_, ":lathe:"));
  const auto sent = last_logged();
  EXPECT_EQ(sent["content"], ":lathe:");
  EXPECT_EQ(sent["tag"][0]["name"], ":lathe:");
  EXPECT_EQ(sent["tag"][0]["icon"]["url"], "https://remote.example/lathe.png");
  EXPECT_EQ(shown_emoji_reactions(read(), home_, theirs_.id).front().count, 2U);
  const auto mine = post(alice_, "Another");
  EXPECT_EQ(code_of(react_as(bob_, mine, ":lathe:")), Code::invalid) << "it does not stand there";
}

TEST_F(ReactEmojiTest, NobodyReactsEndlessly) {
  const auto* const many = "🍎🍐🍊🍋🍌🍉🍇🍓🍈🍒";
  for (size_t i = 0; i < 10; ++i) {
    ok(react_as(bob_, theirs_, std::string_view(many).substr(i * 4, 4)));
  }
  const auto before = rows();
  EXPECT_EQ(code_of(react_as(bob_, theirs_, "🎉")), Code::invalid);
  EXPECT_EQ(rows(), before);
  ok(react_as(alice_, theirs_, "🎉"));
}

TEST_F(ReactEmojiTest, AmongPeopleHereTheAuthorHearsOfItAndNobodyElse) {
  const auto mine = post(alice_, "Lathe for sale");
  ok(react_as(bob_, mine, "🎉"));
  ok(react_as(alice_, mine, "🎉"));
  EXPECT_THAT(notified(alice_), ElementsAre(NotificationType::emoji));
  EXPECT_THAT(owed(), IsEmpty());
}

TEST_F(ReactEmojiTest, WhatOneMayNotSeeOrIsNotWantedIsNotReactedTo) {
  const auto few = post(alice_, NewPost{.text = "few", .visibility = Visibility::direct});
  EXPECT_EQ(code_of(react_as(bob_, few, "🎉")), Code::not_found);
  auto quiet = note(eve_);
  quiet["interactionPolicy"] = {{"canLike", {{"automaticApproval", {eve_.iri.text()}}}}};
  ASSERT_EQ(outcome(eve_, activity(eve_, "Create", quiet)), Outcome::taken);
  const auto unwanted = post_at(quiet["id"].get<std::string>());
  EXPECT_EQ(code_of(react_as(bob_, unwanted, "🎉")), Code::forbidden);
}

TEST_F(ReactEmojiTest, TheAuthorsRejectTakesItBack) {
  ok(react_as(bob_, theirs_, "🎉"));
  const auto sent = last_logged();
  EXPECT_EQ(outcome(eve_, activity(eve_, "Reject", sent["id"])), Outcome::taken);
  EXPECT_EQ(emojis_of(bob_), 0U);
}

}  // namespace
}  // namespace hallway::test
