#include "storage/search_postings.h"

#include <gmock/gmock.h>

#include "tests/support/indexed.h"

namespace hallway {
namespace {

class SearchPostingsTest : public test::IndexTest {};

TEST_F(SearchPostingsTest, EveryPostWithAWordIsReadWithItsAuthorAndCounts) {
  put(1, "bridges and a bridge", "en");
  put(2, "no crossing here", "en");
  put(3, "one bridge", "en");
  const auto reader = index_->read();
  ASSERT_TRUE(reader.ok());
  const auto stems = stems_of(*reader, "Bridge bridge");
  ASSERT_EQ(stems.size(), 1U);
  const auto counts = counts_of(*reader, stems[0]);
  ASSERT_TRUE(counts.ok());
  EXPECT_EQ(counts->count, 3U);
  EXPECT_GE(counts->posts, 2U);
  EXPECT_EQ(posts_by(*reader, Id{100}).value_or(0), 1U);
  std::vector<SearchPosting> found;
  for (const auto& stem : stems[0]) {
    ASSERT_TRUE(for_each_posting(*reader, stem, [&](const SearchPosting& one) {
                  found.push_back(one);
                }).ok());
  }
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].post, Id{1});
  EXPECT_EQ(found[0].author, Id{100});
  EXPECT_EQ(found[0].count, 2U);
  EXPECT_EQ(found[0].length, 4U);
  EXPECT_EQ(found[1].author, Id{300});
  const auto totals = search_totals(*reader);
  ASSERT_TRUE(totals.ok());
  EXPECT_EQ(totals->posts, 3U);
  EXPECT_EQ(totals->words, 9U);
}

TEST_F(SearchPostingsTest, InTheNameOfOthersOnlyWhatReachesThemIsRead) {
  const auto put_for = [&](uint64_t id, Label reach) {
    auto document = text(id, "the tea");
    document.reach = reach;
    document.topic = "bridges";
    put(document);
  };
  put_for(1, Label::department);
  put_for(2, Label::organization);
  put_for(3, Label::partners);
  put_for(4, Label::public_);
  const auto reader = index_->read();
  ASSERT_TRUE(reader.ok());
  const auto read = [&](Label least) {
    std::vector<uint64_t> ids;
    uint64_t topic = 0;
    const auto add = [&](const SearchPosting& one) {
      EXPECT_EQ(one.length, 2U);
      ids.push_back(one.author.value / 100);
      if (one.topic != 0) topic = one.topic;
    };
    EXPECT_TRUE(for_each_posting(*reader, "tea", add, {.least = least}).ok());
    auto by_word = std::exchange(ids, {});
    EXPECT_TRUE(for_each_of_topic(*reader, topic, add, {.least = least}).ok());
    EXPECT_EQ(by_word, ids);
    return by_word;
  };
  EXPECT_THAT(read(Label::department), testing::ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(read(Label::organization), testing::ElementsAre(2, 3, 4));
  EXPECT_THAT(read(Label::partners), testing::ElementsAre(3, 4));
  EXPECT_THAT(read(Label::public_), testing::ElementsAre(4));
  const auto totals = search_totals(*reader, Label::partners);
  ASSERT_TRUE(totals.ok());
  EXPECT_EQ(totals->posts, 2U);
  EXPECT_EQ(totals->words, 4U);
}

TEST_F(SearchPostingsTest, OneOfSoManyIsReadWhereAllWouldTakeTooLong) {
  for (uint64_t id = 1; id <= 9; ++id) put(id, "tea", "en");
  const auto reader = index_->read();
  ASSERT_TRUE(reader.ok());
  size_t read = 0;
  const auto add = [&](const SearchPosting&) { ++read; };
  ASSERT_TRUE(for_each_posting(*reader, "tea", add, {.step = 4}).ok());
  EXPECT_EQ(read, 3U);
}

TEST_F(SearchPostingsTest, AWordIsNotReadByTheStemOfAnother) {
  put(1, "teas", "en");
  put(2, "teas", "de");  // whose stem is another one there
  put(3, "tea", "en");
  const auto reader = index_->read();
  ASSERT_TRUE(reader.ok());
  std::vector<uint64_t> found;
  const auto add = [&](const SearchPosting& one) { found.push_back(one.post.value); };
  ASSERT_TRUE(for_each_posting(*reader, "tea", add).ok());
  EXPECT_THAT(found, testing::UnorderedElementsAre(1, 3));
  found.clear();
  ASSERT_TRUE(for_each_posting(*reader, "teas", add).ok());
  EXPECT_THAT(found, testing::ElementsAre(2));
}

TEST_F(SearchPostingsTest, WhatWasAcceptedAsAnAnswerIsKnownByIt) {
  auto answer = text(1, "the bridge");
  answer.accepted = true;
  put(answer);
  put(2, "the bridge");
  const auto accepted = [&] {
    std::vector<uint64_t> ids;
    const auto reader = index_->read();
    const auto stems = stems_of(*reader, "bridge");
    for (const auto& stem : stems.at(0)) {
      EXPECT_TRUE(for_each_posting(*reader, stem, [&](const SearchPosting& one) {
                    if (one.accepted) ids.push_back(one.post.value);
                  }).ok());
    }
    return ids;
  };
  EXPECT_EQ(accepted(), std::vector<uint64_t>{1});
  answer.accepted = false;
  put(answer);
  EXPECT_TRUE(accepted().empty());
}

TEST_F(SearchPostingsTest, CharactersAreReadInPairs) {
  put(1, "大阪城", "ja");
  const auto reader = index_->read();
  ASSERT_TRUE(reader.ok());
  const auto stems = stems_of(*reader, "大阪城");
  ASSERT_EQ(stems.size(), 2U);
  EXPECT_EQ(counts_of(*reader, stems[1]).value_or({}).count, 1U);
}

}  // namespace
}  // namespace hallway
