#include "server/new_voices.h"

#include <gmock/gmock.h>

#include "storage/blocks.h"
#include "storage/followed_tags.h"
#include "storage/follows.h"
#include "storage/suggestions.h"
#include "tests/support/talking.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class NewVoices : public TalkTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    reader_ = here("reader");
    for (int i = 0; i < 6; ++i) crowd_.push_back(here("crowd" + std::to_string(i)));
    wish("kilns");
  }
  void wish(const std::string& tag) {
    write([&](WriteTxn& txn) { return add_followed_tag(txn, reader_, tag, clock_.now()); });
  }
  // A post that so many heard.
  Post heard(Id author, size_t by, const std::string& tag = "kilns") {
    auto post = say_of(author, {tag});
    for (size_t i = 0; i < by; ++i) like(post, crowd_[i]);
    return post;
  }
  std::vector<NewVoice> found() {
    return seen_by(reader_, [](const TrendView& view) { return new_voices(view, 10); });
  }
  std::vector<std::string> names() {
    std::vector<std::string> out;
    for (const auto& voice : found()) out.push_back(voice.actor.name);
    return out;
  }
  Id reader_;
  std::vector<Id> crowd_;
};

TEST_F(NewVoices, WhoIsHeardInATopicOfTheReaderIsNamedWithWhatShowsIt) {
  const auto ada = here("ada");
  const auto quiet = heard(ada, 0), most = heard(ada, 3), more = heard(ada, 2);
  heard(here("other"), 3, "football");
  const auto voices = found();
  ASSERT_EQ(voices.size(), 1U);
  EXPECT_EQ(voices[0].actor.name, "ada");
  EXPECT_EQ(voices[0].topic, "kilns");
  ASSERT_EQ(voices[0].posts.size(), kPostsOfVoice);
  EXPECT_EQ(voices[0].posts[0].id, most.id);
  EXPECT_EQ(voices[0].posts[1].id, more.id);
}

TEST_F(NewVoices, WhatOneWritesUnderIsATopicOfTheirsToo) {
  heard(here("ada"), 2, "glaze");
  EXPECT_THAT(names(), IsEmpty());
  say_of(reader_, {"glaze"});
  EXPECT_THAT(names(), ElementsAre("ada"));
}

TEST_F(NewVoices, OfTopicsHeardAlikeTheLastOneIsNamed) {
  const auto ada = here("ada"), ben = here("ben");
  wish("glaze");
  heard(ada, 2, "kilns");
  heard(ben, 2, "glaze");
  const auto glazed = heard(ada, 2, "glaze");
  const auto fired = heard(ben, 2, "kilns");
  for (const auto& voice : found()) {
    const bool is_ada = voice.actor.name == "ada";
    EXPECT_EQ(voice.topic, is_ada ? "glaze" : "kilns");
    EXPECT_EQ(voice.posts.front().id, is_ada ? glazed.id : fired.id);
  }
  EXPECT_THAT(names(), UnorderedElementsAre("ada", "ben"));
}

TEST_F(NewVoices, WhoHasNoTopicYetIsShownThoseOfAll) {
  write([&](WriteTxn& txn) { return erase_followed_tag(txn, reader_, "kilns"); });
  heard(here("ada"), 2, "glaze");
  EXPECT_THAT(names(), ElementsAre("ada"));
}

TEST_F(NewVoices, WhoWritesALotAndIsHeardByNobodyIsNone) {
  const auto loud = here("loud");
  for (int i = 0; i < 50; ++i) heard(loud, 0);
  EXPECT_THAT(names(), IsEmpty());
  like(heard(loud, 0), loud);
  EXPECT_THAT(names(), IsEmpty()) << "nor by liking oneself";
}

// 3 posts and 1 person against 1 post and 6 people: whatever is drawn, the latter come first.
TEST_F(NewVoices, ManyPostsCountForLessThanManyPeople) {
  const auto loud = here("loud"), good = here("good");
  for (int i = 0; i < 50; ++i) heard(loud, 1);
  heard(good, 6);
  heard(good, 6);
  EXPECT_THAT(names().size(), 2U);
  heard(good, 6);
  EXPECT_THAT(names(), ElementsAre("good", "loud"));
}

TEST_F(NewVoices, WhoGoesOnAsBeforeIsNoLongerNewAfterFourWeeks) {
  const auto steady = here("steady");
  std::vector<size_t> shown;
  for (int week = 0; week < 5; ++week) {
    heard(steady, 4);
    shown.push_back(names().size());
    clock_.advance(days(7));
  }
  EXPECT_EQ(shown.front(), 1U);
  EXPECT_EQ(shown.back(), 0U);
}

TEST_F(NewVoices, OnlyWhoIsOutsideOfTheCircleAndWantsToBeFound) {
  const auto ada = here("ada"), ben = here("ben"), cem = here("cem"), dia = here("dia");
  const auto bot = here("bot", [](Actor& actor) { actor.type = "Service"; });
  const auto shy = here("shy", [](Actor& actor) { actor.discoverable = false; });
  const auto eve = elsewhere("eve");
  for (const auto person : {ada, ben, cem, dia, bot, shy, eve, reader_}) heard(person, 3);
  EXPECT_THAT(names(), UnorderedElementsAre("ada", "ben", "cem", "dia", "eve"));
  write([&](WriteTxn& txn) -> Result<void> {
    Follow follow{.iri = iri("https://design.example/f/1"), .follower = reader_, .followee = ada};
    TRY(put_follow(txn, follow));
    TRY(put_block(txn, {.by = ben, .whom = reader_}));
    TRY(put_mute(txn, {.by = reader_, .whom = cem}));
    return decline_suggestion(txn, reader_, dia, clock_.now());
  });
  EXPECT_THAT(names(), ElementsAre("eve")) << "a request to follow counts";
  relate("other.example", Relation::blocked);
  EXPECT_THAT(names(), IsEmpty());
}

// Many who grew alike: who comes first is another for another reader, and in another week.
TEST_F(NewVoices, TheSameAreNotFirstForEverybody) {
  std::vector<Id> equals;
  equals.reserve(12);
  for (int i = 0; i < 12; ++i) equals.push_back(here("equal" + std::to_string(i)));
  for (const auto person : equals) heard(person, 4);
  const auto mine = names();
  EXPECT_EQ(mine, names()) << "within a week it stays";
  reader_ = here("another");
  EXPECT_NE(mine, names());
}

}  // namespace
}  // namespace hallway::test
