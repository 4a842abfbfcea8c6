#include "federation/expert_words.h"

#include <gmock/gmock.h>

#include "tests/support/indexed.h"

namespace hallway {
namespace {

using ::testing::ElementsAre;

class ExpertWordsTest : public test::IndexTest {
 protected:
  void put_for(uint64_t id, const std::string& words, Label reach) {
    auto document = text(id, words, "en");
    document.reach = reach;
    document.topic = "heating";
    put(document);
  }
  ExpertWords words(Label least = Label::department) {
    return ExpertWords(index_->read().value(), least);
  }
};

TEST_F(ExpertWordsTest, CountsWordsByTheirStemsAndAPostOnce) {
  put_for(1, "boilers and a boiler", Label::department);
  put_for(2, "the boiler", Label::public_);
  auto all = words();
  const std::vector<std::string> asked = {"boiler", "zymurgy"};
  const auto counts = all.count(asked);
  ASSERT_TRUE(counts.ok());
  ASSERT_EQ(counts->words.size(), 2U);
  EXPECT_EQ(counts->words[0].posts, 2U);
  EXPECT_EQ(counts->words[0].count, 3U);
  EXPECT_EQ(counts->words[1].posts, 0U);
  EXPECT_EQ(counts->all.posts, 2U);
  ASSERT_EQ(counts->topics.size(), 1U);
  EXPECT_EQ(counts->topics[0].words, 6U);
  EXPECT_THAT(counts->topics[0].counts, ElementsAre(3, 0));
}

TEST_F(ExpertWordsTest, APostComesOnceAndInOrderHoweverItAndItsStemsCameIn) {
  for (uint64_t n = 0; n < 40; ++n) {
    const auto id = (n * 17) % 40 + 1;  // one that is known late may be older than the others
    put_for(id, id % 2 == 0 ? "boiler boilers" : "boilers", Label::public_);
  }
  auto all = words();
  const auto asked = all.asked(std::vector<WeighedWord>{{.text = "boilers", .all = {40, 60}}});
  ASSERT_TRUE(asked.ok());
  const auto postings = asked->at(0).postings;
  ASSERT_EQ(postings.size(), 40U);
  for (uint64_t n = 0; n < 40; ++n) {
    EXPECT_EQ(postings[n].post, Id{n + 1});
    EXPECT_EQ(postings[n].count, n % 2 == 0 ? 1U : 2U) << n + 1;
  }
}

TEST_F(ExpertWordsTest, WhatNearlyEverybodyWritesIsCountedWithoutBeingRead) {
  for (uint64_t id = 1; id <= kFewPostings; ++id) must(index_->put(text(id, "the pump", "en")));
  put_for(5'000, "the boilers the boiler", Label::public_);
  auto all = words();
  const std::vector<std::string> asked = {"the", "boiler"};
  const auto counts = all.count(asked);
  ASSERT_TRUE(counts.ok());
  EXPECT_EQ(counts->words[0].posts, kFewPostings + 1);
  EXPECT_EQ(counts->words[0].count, kFewPostings + 2);
  EXPECT_EQ(counts->words[1].posts, 1U);
  EXPECT_EQ(counts->words[1].count, 2U);
  ASSERT_EQ(counts->topics.size(), 1U);
  EXPECT_THAT(counts->topics[0].counts, ElementsAre(0, 2)) << "topics are told by rarer words";
  // Where it is all that is asked, it is read.
  const auto postings = all.asked(std::vector<WeighedWord>{{.text = "the", .all = {1'001, 1'002}}});
  ASSERT_TRUE(postings.ok());
  EXPECT_EQ(postings->at(0).postings.size(), kFewPostings + 1);
  EXPECT_EQ(all.posts_by(Id{100}), 1U);
}

TEST_F(ExpertWordsTest, InTheNameOfOthersNothingIsCountedThatDoesNotReachThem) {
  put_for(1, "boiler", Label::department);
  put_for(2, "boiler", Label::organization);
  put_for(3, "boiler", Label::partners);
  auto some = words(Label::partners);
  const std::vector<std::string> asked = {"boiler"};
  const auto counts = some.count(asked);
  ASSERT_TRUE(counts.ok());
  EXPECT_EQ(counts->words[0].posts, 1U);
  EXPECT_EQ(counts->all.posts, 1U);
  EXPECT_THAT(counts->topics.at(0).counts, ElementsAre(1));
  const auto postings = some.asked(std::vector<WeighedWord>{{.text = "boiler", .all = {7, 9}}});
  ASSERT_TRUE(postings.ok());
  EXPECT_EQ(postings->at(0).posts, 7U) << "how common it is, who asks has said";
  EXPECT_EQ(postings->at(0).count, 9U);
  ASSERT_EQ(postings->at(0).postings.size(), 1U);
  const auto members = some.members(postings->at(0).postings[0].topic);
  ASSERT_EQ(members.size(), 1U);
  EXPECT_EQ(members[0].author, Id{300});
  EXPECT_EQ(members[0].posts, 1U);
}

}  // namespace
}  // namespace hallway
