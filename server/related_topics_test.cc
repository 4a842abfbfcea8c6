#include "server/related_topics.h"

#include <gmock/gmock.h>

#include "storage/blocks.h"
#include "tests/support/talking.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RelatedTopics : public TalkTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    viewer_ = here("viewer");
  }
  std::vector<std::string> related(const std::string& topic, Id viewer) {
    return seen_by(viewer, [&](const TrendView& view) {
      std::vector<std::string> out;
      for (const auto& one : related_topics(view, topic, posts_about(view, topic, 100), 10)) {
        EXPECT_GT(one.weight, 0);
        EXPECT_LE(one.weight, 1.000001);
        out.push_back(one.name);
      }
      return out;
    });
  }
  Id viewer_;
};

TEST_F(RelatedTopics, AreThoseThatSeveralPeopleUseTogether) {
  const auto ada = here("ada"), ben = here("ben"), cem = here("cem");
  for (const auto person : {ada, ben, cem}) say_of(person, {"kiln", "glaze"});
  for (const auto person : {ada, ben}) say_of(person, {"kiln", "clay"});
  for (int i = 0; i < 20; ++i) say_of(ada, {"kiln", "adaisgreat"});
  EXPECT_THAT(related("kiln", viewer_), ElementsAre("glaze", "clay"));
  EXPECT_THAT(related("glaze", viewer_), ElementsAre("kiln"));
  EXPECT_THAT(related("nothing", viewer_), IsEmpty());
}

TEST_F(RelatedTopics, WhatEverybodyPutsUnderEverythingIsNotClose) {
  const auto ada = here("ada"), ben = here("ben");
  for (const auto person : {ada, ben}) say_of(person, {"kiln", "glaze", "work"});
  for (int i = 0; i < 20; ++i) say_of(here("colleague" + std::to_string(i)), {"work"});
  EXPECT_THAT(related("kiln", viewer_), ElementsAre("glaze", "work"));
}

TEST_F(RelatedTopics, OnlyWhatTheViewerMaySeeCounts) {
  const auto ada = here("ada");
  Post inside{.tags = {"kiln", "secret"}};
  inside.label = Label::department;
  for (const auto person : {ada, here("ben")}) say(person, inside);
  for (const auto* name : {"eve", "fay"}) say_of(elsewhere(name), {"kiln", "distant"});
  EXPECT_THAT(related("kiln", Id{}), IsEmpty());
  EXPECT_THAT(related("kiln", viewer_), testing::UnorderedElementsAre("secret", "distant"));
  write([&](WriteTxn& txn) { return put_mute(txn, {.by = viewer_, .whom = ada}); });
  EXPECT_THAT(related("kiln", viewer_), ElementsAre("distant"));
}

TEST_F(RelatedTopics, WordsThatRecurHaveThemToo) {
  for (int i = 0; i < 3; ++i) {
    Post one{.content = "<p>The tunnel kiln</p>", .tags = {"clay"}};
    say(here("p" + std::to_string(i)), one);
  }
  EXPECT_THAT(related("tunnel kiln", viewer_), ElementsAre("clay"));
}

}  // namespace
}  // namespace hallway::test
