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
  auto lathe = reaction_of(eve_, ":lathe:");
  lathe["tag"] = Json::array({{{"type", "Emoji"},
                               {"name", ":lathe:"},
                               {"icon", {{"url", "https://evil.example/lathe.png"}}}}});
  ASSERT_EQ(outcome(eve_, lathe), Outcome::taken);
  EXPECT_EQ(shown_reactions(read(), home_, mine_.id).size(), 1U);
  set_peer("evil.example", [](Peer& peer) { peer.relation = Relation::blocked; });
  EXPECT_TRUE(shown_reactions(read(), home_, mine_.id).empty());
  EXPECT_TRUE(shown_emoji_reactions(read(), home_, mine_.id).empty());
}

}  // namespace
}  // namespace hallway::test
