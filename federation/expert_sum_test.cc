#include "federation/expert_sum.h"

#include <gmock/gmock.h>

namespace hallway {
namespace {

using ::testing::ElementsAre;

TEST(ExpertSum, WhatAllNodesHaveDecidesWhatIsAsked) {
  ExpertSum sum({"the", "web", "kit"});
  ASSERT_THAT(sum.words(), ElementsAre("the", "web", "kit", "theweb", "webkit"));
  const auto node = [](uint64_t posts, std::vector<WordCount> words, uint64_t kit) {
    return ExpertCounts{{posts, posts * 10}, std::move(words), {{9, 40, {5, 0, kit, 0, 2}}}};
  };
  sum.add(node(60, {{50, 70}, {1, 1}, {0, 0}, {0, 0}, {1, 2}}, 0));
  sum.add(node(40, {{30, 30}, {0, 0}, {2, 3}, {0, 0}, {0, 0}}, 3));
  const auto asked = sum.asked();
  EXPECT_EQ(asked.all.posts, 100U);
  EXPECT_EQ(asked.all.words, 1'000U);
  ASSERT_EQ(asked.words.size(), 3U) << "\"the\" says nothing of anybody";
  EXPECT_EQ(asked.words[0].text, "web");
  EXPECT_EQ(asked.words[1].text, "kit");
  EXPECT_EQ(asked.words[1].all.count, 3U);
  EXPECT_EQ(asked.words[2].text, "webkit");
  ASSERT_EQ(asked.topics.size(), 1U);
  EXPECT_EQ(asked.topics[0].words, 80U);
  EXPECT_THAT(asked.topics[0].counts, ElementsAre(0, 3, 4)) << "in the order of what is asked";
}

TEST(ExpertSum, WhereNobodyAnswersNothingIsAsked) {
  const auto asked = ExpertSum({"web"}).asked();
  EXPECT_TRUE(asked.words.empty());
  EXPECT_TRUE(asked.topics.empty());
}

}  // namespace
}  // namespace hallway
