#include "federation/expert_topics.h"

#include <gmock/gmock.h>

namespace hallway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// One post under each topic of `from` to `until`, with the word so many times.
std::vector<ExpertPosting> under(uint64_t from, uint64_t until, uint32_t count) {
  std::vector<ExpertPosting> postings;
  for (uint64_t n = from; n <= until; ++n) {
    postings.push_back({.post = Id{n}, .author = Id{1}, .topic = n, .count = count, .length = 20});
  }
  return postings;
}

TEST(ExpertTopics, TheMostTellingAreTold) {
  const auto common = under(1, 60, 3), rare = under(51, 60, 1);
  const std::vector<AskedWord> words = {{.postings = common}, {.postings = rare}};
  const auto words_under = [](uint64_t topic) { return 20 * topic; };
  const auto topics =
      count_topics(words, {.members = {}, .posts_by = {}, .words_under = words_under});
  ASSERT_EQ(topics.size(), kTopicsTold);
  for (size_t n = 0; n < 10; ++n) {
    EXPECT_GT(topics[n].topic, 50U) << "where the rare word stands";
    EXPECT_EQ(topics[n].words, 20 * topics[n].topic);
    EXPECT_THAT(topics[n].counts, ElementsAre(3, 1));
  }
  EXPECT_THAT(topics.back().counts, ElementsAre(3, 0));
}

TEST(ExpertTopics, PostsWithoutATopicTellOfNone) {
  const auto alone = under(0, 0, 3);
  EXPECT_THAT(count_topics(std::vector<AskedWord>{{.postings = alone}}, {}), IsEmpty());
}

TEST(ExpertTopics, CountsOfSeveralNodesAddUpAndMoreOfThemThanWordsDoNotCount) {
  const std::vector<TopicCount> two = {{.topic = 5, .words = 10, .counts = {1}},
                                       {.topic = 5, .words = 30, .counts = {2, 7}}};
  const auto merged = merge_topics(two, std::vector<uint64_t>{9});
  ASSERT_EQ(merged.size(), 1U);
  EXPECT_EQ(merged[0].words, 40U);
  EXPECT_THAT(merged[0].counts, ElementsAre(3));
}

}  // namespace
}  // namespace hallway
