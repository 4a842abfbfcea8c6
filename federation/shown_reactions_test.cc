#include "federation/shown_reactions.h"

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

class ShownReactions : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    mine_ = post(alice_, "Lathe for sale");
  }
  Json reaction_of(const Actor& who, const std::string& content) {
    auto reaction = activity(who, "EmojiReact", mine_.iri.text());
    reaction["content"] = content;
    return reaction;
  }
  Json lathe_of(const Actor& who, const std::string& picture) {
    auto reaction = reaction_of(who, ":lathe:");
    reaction["tag"] =
        Json::array({{{"type", "Emoji"}, {"name", ":lathe:"}, {"icon", {{"url", picture}}}}});
    return reaction;
  }
  Post mine_;
};

TEST_F(ShownReactions, ThePictureOfWhoMayNotBeShownIsNotShown) {
  outcome(eve_, reaction_of(eve_, "🎉"));
  outcome(mallory_, reaction_of(mallory_, "🎉"));
  EXPECT_EQ(shown_emoji_reactions(read(), home_, mine_.id).front().count, 2U);
  set_peer("evil.example", [](Peer& peer) { peer.relation = Relation::blocked; });
  EXPECT_EQ(shown_emoji_reactions(read(), home_, mine_.id).front().count, 1U);
  auto gone = now(eve_);
  gone.suspended = true;
  put(gone);
  EXPECT_TRUE(shown_emoji_reactions(read(), home_, mine_.id).empty());
}

TEST_F(ShownReactions, APictureOfAServerThatIsNotTalkedWithIsNotShownWhoeverReactsWithIt) {
  ASSERT_EQ(outcome(eve_, lathe_of(eve_, "https://evil.example/lathe.png")), Outcome::taken);
  EXPECT_EQ(shown_reactions(read(), home_, mine_.id).front().emoji.text(),
            "https://evil.example/lathe.png");
  set_peer("evil.example", [](Peer& peer) { peer.relation = Relation::blocked; });
  const auto shown = shown_reactions(read(), home_, mine_.id);
  ASSERT_EQ(shown.size(), 1U) << "who reacted may be shown, and that they did";
  EXPECT_EQ(shown.front().content, ":lathe:");
  EXPECT_TRUE(shown.front().emoji.empty());
  const auto counts = shown_emoji_reactions(read(), home_, mine_.id);
  ASSERT_EQ(counts.size(), 1U);
  EXPECT_EQ(counts.front().content, ":lathe:");
  EXPECT_EQ(counts.front().count, 1U);
  EXPECT_TRUE(counts.front().emoji.empty());
}

TEST_F(ShownReactions, AllWhoReactedWithAnEmojiAreCountedWhereverItsPictureIs) {
  const auto carol = put_remote("carol", "other.example");
  outcome(eve_, lathe_of(eve_, "https://evil.example/lathe.png"));
  outcome(carol, lathe_of(carol, "https://other.example/lathe.png"));
  outcome(mallory_, lathe_of(mallory_, "https://evil.example/lathe.png"));
  outcome(eve_, reaction_of(eve_, "🎉"));
  set_peer("evil.example", [](Peer& peer) { peer.relation = Relation::blocked; });
  const auto counts = shown_emoji_reactions(read(), home_, mine_.id);
  ASSERT_EQ(counts.size(), 2U);
  EXPECT_EQ(counts.front().content, ":lathe:");
  EXPECT_EQ(counts.front().count, 2U) << "but not who may not be shown";
  EXPECT_EQ(counts.front().emoji.text(), "https://other.example/lathe.png");
}

TEST_F(ShownReactions, WhoReactsHereSendsNoPictureOfAServerThatIsNotTalkedWith) {
  outcome(eve_, lathe_of(eve_, "https://evil.example/lathe.png"));
  set_peer("evil.example", [](Peer& peer) { peer.relation = Relation::blocked; });
  const auto before = rows();
  const auto made = act(bob_, [&](Local& local) { return react(local, mine_.id, ":lathe:"); });
  EXPECT_EQ(code_of(made), Code::invalid);
  EXPECT_EQ(rows(), before);
}

}  // namespace
}  // namespace hallway::test
