#include "server/recent_talk.h"

#include <gmock/gmock.h>

#include "tests/support/talking.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class RecentTalkTest : public TalkTest {
 protected:
  void boost(const Post& post, Id actor) {
    Boost boost{.iri = iri("https://other.example/b/" + to_string(actor)),
                .actor = actor,
                .post = post.id,
                .at = clock_.now()};
    write([&](WriteTxn& txn) -> Result<void> {
      TRY(add_boost(txn, boost, clock_.now()));
      return {};
    });
  }
};

TEST_F(RecentTalkTest, HoldsThePublicPostsOfFourWeeksTheNewestFirst) {
  const auto ada = here("ada");
  say_of(ada, {"old"});
  clock_.advance(days(28));
  const auto first = say_of(ada, {"tea", "cake"}), second = say_of(ada, {"tea"});
  Post quiet{.tags = {"tea"}};
  quiet.visibility = Visibility::unlisted;
  say(ada, quiet);
  const auto kept = talk();
  ASSERT_EQ(kept->said.size(), 2U);
  EXPECT_EQ(kept->said[0].post, second.id);
  ASSERT_NE(kept->find_topic("tea"), nullptr);
  EXPECT_THAT(kept->find_topic("tea")->said, ElementsAre(0, 1));
  EXPECT_THAT(kept->find_topic("cake")->said, ElementsAre(1));
  EXPECT_EQ(kept->find_topic("old"), nullptr);
  EXPECT_TRUE(kept->said[1].anybody);
}

TEST_F(RecentTalkTest, OnlyOfPeopleWhoLetThemselvesBeFound) {
  say_of(here("shy", [](Actor& actor) { actor.discoverable = false; }), {"tea"});
  say_of(here("gone", [](Actor& actor) { actor.gone = true; }), {"tea"});
  say_of(here("limited", [](Actor& actor) { actor.limited = true; }), {"tea"});
  say_of(elsewhere("eve", "blocked.example"), {"tea"});
  relate("blocked.example", Relation::blocked);
  EXPECT_THAT(talk()->said, IsEmpty());
}

TEST_F(RecentTalkTest, WhoHadToDoWithAPostIsInItOnceAndItsAuthorIsNot) {
  const auto ada = here("ada"), ben = here("ben"), cem = here("cem"), dia = here("dia");
  const auto post = say_of(ada, {"tea"});
  for (const auto person : {ada, ben}) like(post, person);
  for (const auto person : {ben, cem}) boost(post, person);
  for (const auto person : {ada, dia, dia}) {
    say(person, Post{.in_reply_to = post.iri});
  }
  const auto kept = talk();
  EXPECT_THAT(kept->said.back().heard, UnorderedElementsAre(ben, cem, dia));
  EXPECT_FALSE(kept->said.front().alone) << "an answer";
  EXPECT_TRUE(kept->said.back().alone);
}

TEST_F(RecentTalkTest, WhoCameTodayAndManyOfOneStrangeHostAreNotHeard) {
  const auto post = say_of(here("ada"), {"tea"});
  like(post,
       elsewhere("young", "other.example", [&](Actor& actor) { actor.published = clock_.now(); }));
  like(post, here("program", [](Actor& actor) { actor.type = "Service"; }));
  EXPECT_THAT(talk()->said[0].heard, IsEmpty());
  for (int i = 0; i < 9; ++i) like(post, elsewhere("bot" + std::to_string(i), "farm.example"));
  EXPECT_EQ(talk()->said[0].heard.size(), kMostOfStrange);
}

TEST_F(RecentTalkTest, WhatIsNotForAnybodyIsMarked) {
  Post inside{.tags = {"tea"}};
  inside.label = Label::department;
  say(here("ada"), inside);
  say_of(elsewhere("eve"), {"tea"});
  const auto kept = talk();
  ASSERT_EQ(kept->said.size(), 2U);
  for (const auto& said : kept->said) EXPECT_FALSE(said.anybody);
}

TEST_F(RecentTalkTest, OfOnePersonSoManyPostsAreReadThatOthersHaveRoom) {
  const auto loud = here("loud");
  for (int i = 0; i < 510; ++i) say_of(loud, {"loud"});
  EXPECT_EQ(talk()->said.size(), 500U);
}

TEST_F(RecentTalkTest, OfOnePostTenTagsCount) {
  Post many;
  for (int i = 0; i < 40; ++i) many.tags.push_back("tag" + std::to_string(i));
  say(here("ada"), many);
  EXPECT_EQ(talk()->said[0].topics.size(), 10U);
}

}  // namespace
}  // namespace hallway::test
