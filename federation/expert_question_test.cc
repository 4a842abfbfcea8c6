#include "federation/expert_question.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallway {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ExpertQuestion, NeighboursAreJoinedWhereBothAreRare) {
  const std::vector<QuestionWord> words = {{"the", 900}, {"web", 5}, {"kit", 7}, {"engine", 1}};
  EXPECT_THAT(joined_words(words, 1000), ElementsAre("webkit", "kitengine"));
  EXPECT_THAT(joined_words(words, 120), IsEmpty());
  EXPECT_THAT(joined_words({}, 1000), IsEmpty());
  EXPECT_THAT(joined_words(std::vector<QuestionWord>{{"web", 5}}, 1000), IsEmpty());
}

TEST(ExpertQuestion, AHeadingIsWhatStandsBeforeTheFirstColon) {
  struct Case {
    const char *text, *heading;
  };
  for (const auto& [text, heading] : std::vector<Case>{
           {"Heating: the boiler is out", "heating"},
           {"build/tests, docs: fix\nmore: of it", "build/tests, docs"},
           {"Heating:", "heating"},
           {"heating:\nthe boiler", "heating"},
           {"", ""},
           {":", ""},
           {" : a", ""},
           {"no heading at all", ""},
           {"no heading\nhere: either", ""},
           {"https://example.org/a", ""},
           {"at 12:30: lunch", ""},
           {"that is a whole sentence: no heading", ""},
           {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: too long",
            ""}})
    EXPECT_EQ(heading_of(text), heading) << text;
}

TEST(ExpertQuestion, WhatAQuarterOfAllPostsHaveIsEveryday) {
  EXPECT_FALSE(is_everyday(0, 0));
  EXPECT_FALSE(is_everyday(25, 100));
  EXPECT_TRUE(is_everyday(26, 100));
  EXPECT_TRUE(is_everyday(1, 3));
}

}  // namespace
}  // namespace hallway
