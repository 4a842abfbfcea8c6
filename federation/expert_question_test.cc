#include "federation/expert_question.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

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

TEST(ExpertQuestion, EachWordIsCountedOnceAndWithItsNeighbour) {
  const auto words = question_words("Web kit, the web kit!");
  EXPECT_THAT(words, testing::ElementsAre("web", "kit", "the", "web", "kit"));
  EXPECT_THAT(words_to_count(words),
              testing::ElementsAre("web", "kit", "the", "webkit", "kitthe", "theweb"));
  std::string many;
  for (int i = 0; i < 200; ++i) many += "w" + std::to_string(i) + " ";
  EXPECT_EQ(words_to_count(question_words(many)).size(), 2 * kMostWords - 1);
}

TEST(ExpertQuestion, OnlyWhatSomebodyWroteAndSaysSomethingIsAsked) {
  const std::vector<std::string> words = {"the", "web", "kit", "web"};
  const WordCounts counts = {{"the", {.posts = 90, .count = 200}},
                             {"web", {.posts = 4, .count = 5}},
                             {"webkit", {.posts = 2, .count = 2}}};
  const auto asked = weigh_words(words, counts, 100);
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked[0].text, "web");
  EXPECT_EQ(asked[0].weight, std::pow(2, kRepeated));
  EXPECT_EQ(asked[0].all.count, 5U);
  EXPECT_EQ(asked[1].text, "webkit");
  EXPECT_EQ(asked[1].weight, kJoinedWeight);
  const auto nothing_else = weigh_words(std::vector<std::string>{"the"}, counts, 100);
  ASSERT_EQ(nothing_else.size(), 1U) << "there is nothing else";
  EXPECT_TRUE(weigh_words({}, counts, 100).empty());
}

TEST(ExpertQuestion, AmongVeryManyPostsTheRarestWordsAreAsked) {
  const WordCounts counts = {{"driver", {kMostPostings, 1}},
                             {"mempool", {kMostPostings / 2, 1}},
                             {"ring", {kMostPostings / 2, 1}}};
  const auto texts = [&](std::vector<std::string> words) {
    std::vector<std::string> asked;
    for (const auto& word : weigh_words(words, counts, 100 * kMostPostings)) {
      asked.push_back(word.text);
    }
    return asked;
  };
  EXPECT_EQ(texts({"driver", "ring", "mempool"}), (std::vector<std::string>{"ring", "mempool"}));
  EXPECT_EQ(texts({"driver"}), (std::vector<std::string>{"driver"}));
  EXPECT_EQ(texts({"driver", "ring"}), (std::vector<std::string>{"ring"}));
}

TEST(ExpertQuestion, WhatAQuarterOfAllPostsHaveIsEveryday) {
  EXPECT_FALSE(is_everyday(0, 0));
  EXPECT_FALSE(is_everyday(25, 100));
  EXPECT_TRUE(is_everyday(26, 100));
  EXPECT_TRUE(is_everyday(1, 3));
}

}  // namespace
}  // namespace hallway
