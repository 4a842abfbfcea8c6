#include "federation/undo.h"

#include <gmock/gmock.h>

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

// What eve did to a post of alice's is taken back.
class UndoTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    mine_ = post(alice_, "Lathe for sale");
  }
  Json like_of(const Post& post) { return activity(eve_, "Like", post.iri.text()); }
  Json boost_of(const Post& post) { return activity(eve_, "Announce", post.iri.text()); }
  [[nodiscard]] size_t likes() const { return count_reactions(read(), mine_.id); }
  [[nodiscard]] size_t emojis() const { return count_emoji_reactions(read(), mine_.id, eve_.id); }
  [[nodiscard]] size_t boosts() const { return count_boosts(read(), mine_.id); }
  Post mine_;
};

TEST_F(UndoTest, WhatWasDoneIsUndoneByIdOrByItsParts) {
  for (const auto* type : {"Like", "EmojiReact", "Announce"}) {
    for (int form = 0; form < 6; ++form) {
      auto done = activity(eve_, type, mine_.iri.text());
      if (done["type"] == "EmojiReact") done["content"] = "🎉";
      outcome(eve_, done);
      ASSERT_EQ(likes() + boosts() + emojis(), 1U);
      auto nameless = done;
      nameless.erase("id");
      auto renamed = done;
      renamed["id"] = fresh_id(eve_);
      auto listed = nameless;
      listed["type"] = Json::array({type});
      listed["object"] = Json::array({{{"id", mine_.iri.text()}}});
      const Json forms[] = {done["id"], done, nameless, renamed, Json::array({done}), listed};
      EXPECT_EQ(outcome(eve_, activity(eve_, "Undo", forms[form])), Outcome::taken) << forms[form];
      EXPECT_EQ(likes() + boosts() + emojis(), 0U) << forms[form];
    }
  }
}

TEST_F(UndoTest, Attack17NobodyUndoesWhatAnotherDid) {
  const auto like = like_of(mine_), boost = boost_of(mine_);
  outcome(eve_, like);
  outcome(eve_, boost);
  for (const auto& done : {like, boost}) {
    EXPECT_EQ(refusal(mallory_, activity(mallory_, "Undo", done)), Code::forbidden);
    auto nameless = done;
    nameless.erase("id");
    EXPECT_EQ(outcome(mallory_, activity(mallory_, "Undo", nameless)), Outcome::ignored);
  }
  EXPECT_EQ(likes(), 1U);
  EXPECT_EQ(boosts(), 1U);
}

TEST_F(UndoTest, ABoostThatWaitsForItsPostIsTakenBack) {
  befriend(alice_, eve_);
  Site elsewhere(net_, "https://evil.example");
  const auto object = note(mallory_);
  elsewhere.put(iri(*find_string(object, "id")).path(), object);
  const auto first = activity(eve_, "Announce", object["id"]);
  const auto again = activity(eve_, "Announce", object["id"]);
  for (const auto& boost : {first, again}) EXPECT_EQ(outcome(eve_, boost), Outcome::taken);
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Undo", first)), Outcome::ignored);
  EXPECT_EQ(outcome(eve_, activity(eve_, "Undo", first["id"])), Outcome::taken);
  EXPECT_EQ(count(Table::fetches), 1U) << "another waits for it";
  EXPECT_EQ(outcome(eve_, activity(eve_, "Undo", again)), Outcome::taken);
  EXPECT_EQ(count(Table::fetches), 0U);
  catch_up_->run_due(16);
  EXPECT_EQ(count(Table::boosts), 0U);
}

TEST_F(UndoTest, UndoingNothingIsNoError) {
  const auto before = rows();
  const Json kNothing[] = {"https://remote.example/likes/404",
                           {{"type", "Like"}},
                           7,
                           {{"type", "Block"}, {"object", mine_.iri.text()}},
                           like_of(mine_)};
  for (const auto& undone : kNothing) {
    EXPECT_EQ(outcome(eve_, activity(eve_, "Undo", undone)), Outcome::ignored) << undone;
  }
  EXPECT_EQ(rows(), before);
}

}  // namespace
}  // namespace hallway::test
