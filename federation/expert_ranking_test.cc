#include "federation/expert_ranking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>

namespace hallway {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Id kAnna{1}, kBert{2}, kCleo{3};
constexpr ExpertBackground kMany{.posts = 10'000, .words = 400'000};

// What some people wrote, by word. Posts get ids from 100 on.
class WrittenHere {
 public:
  Id post(Id author, const std::map<std::string, uint32_t>& words, uint32_t length,
          uint64_t topic = 0) {
    const Id id{next_++};
    for (const auto& [word, count] : words)
      postings_[word].push_back(
          {.post = id, .author = author, .topic = topic, .count = count, .length = length});
    ++written_[author];
    auto& member = members_[topic][author];
    member = {author, member.posts + 1, member.words + length};
    return id;
  }
  void accept(Id post) {
    for (auto& [word, postings] : postings_)
      for (auto& posting : postings) posting.accepted |= posting.post == post;
  }
  void writes_elsewhere(Id author, uint64_t posts) { written_[author] += posts; }

  // Each word stands in so many posts of all nodes, once in each.
  std::vector<ExpertEvidence> ask(const std::map<std::string, uint64_t>& words,
                                  const std::optional<std::vector<TopicCount>>& told = {}) {
    return weigh_evidence(asked(words), kMany, sources(), told ? *told : topics(words));
  }
  std::vector<TopicCount> topics(const std::map<std::string, uint64_t>& words) {
    return count_topics(asked(words), sources());
  }

 private:
  std::vector<AskedWord> asked(const std::map<std::string, uint64_t>& words) {
    std::vector<AskedWord> result;
    result.reserve(words.size());
    for (const auto& [word, posts] : words)
      result.push_back({.posts = posts, .count = posts, .postings = postings_[word]});
    return result;
  }
  ExpertSources sources() {
    return {.members = [this](uint64_t topic) { return members_of(topic); },
            .posts_by = [this](Id author) { return written_[author]; }};
  }
  std::vector<TopicMember> members_of(uint64_t topic) {
    std::vector<TopicMember> result;
    for (const auto& [author, member] : members_[topic]) result.push_back(member);
    return result;
  }

  uint64_t next_ = 100;
  std::map<std::string, std::vector<ExpertPosting>> postings_;
  std::map<Id, uint64_t> written_;
  std::map<uint64_t, std::map<Id, TopicMember>> members_;
};

std::vector<Id> authors_of(const std::vector<Expert>& experts) {
  std::vector<Id> authors;
  authors.reserve(experts.size());
  for (const auto& expert : experts) authors.push_back(expert.author);
  return authors;
}

TEST(ExpertRanking, WhoWroteOfItComesBeforeWhoDidNot) {
  WrittenHere here;
  const auto boiler = here.post(kAnna, {{"boiler", 2}}, 20);
  here.post(kBert, {{"lunch", 1}}, 20);
  const auto experts = rank_experts(here.ask({{"boiler", 10}}));
  EXPECT_THAT(authors_of(experts), ElementsAre(kAnna));
  EXPECT_THAT(experts.front().posts, ElementsAre(boiler));
  EXPECT_DOUBLE_EQ(experts.front().confidence, 1);
}

TEST(ExpertRanking, ARareWordCountsForMoreThanACommonOne) {
  WrittenHere here;
  here.post(kAnna, {{"the", 1}}, 20);
  here.post(kBert, {{"boiler", 1}}, 20);
  const auto experts = rank_experts(here.ask({{"boiler", 10}, {"the", 9'000}}));
  EXPECT_THAT(authors_of(experts), ElementsAre(kBert, kAnna));
  EXPECT_GT(experts[0].confidence, experts[1].confidence);
}

TEST(ExpertRanking, NoSingleOddPostDecides) {
  WrittenHere here;
  here.post(kAnna, {{"boiler", 1}, {"garbage", 1}, {"collector", 1}}, 20);
  for (int n = 0; n < 10; ++n) here.post(kBert, {{"boiler", 1}}, 20);
  const auto experts = rank_experts(here.ask({{"boiler", 11}, {"garbage", 20}, {"collector", 20}}));
  EXPECT_THAT(authors_of(experts), ElementsAre(kBert, kAnna));
}

TEST(ExpertRanking, PostsUnderATopicKnowWhatItIsAbout) {
  WrittenHere here;
  constexpr uint64_t kHeating = 7;
  for (int n = 0; n < 3; ++n) here.post(kAnna, {{"boiler", 3}}, 20, kHeating);
  for (int n = 0; n < 3; ++n) here.post(kBert, {}, 20, kHeating);
  here.post(kCleo, {}, 20, /*topic=*/8);
  const auto experts = rank_experts(here.ask({{"boiler", 10}}));
  EXPECT_THAT(authors_of(experts), ElementsAre(kAnna, kBert));
  EXPECT_THAT(experts[1].posts, IsEmpty());
}

TEST(ExpertRanking, WhoWritesAboutEverythingNeedsMoreOfIt) {
  WrittenHere here;
  for (const auto author : {kAnna, kBert}) here.post(author, {{"boiler", 1}}, 20);
  here.writes_elsewhere(kAnna, 5'000);
  EXPECT_THAT(authors_of(rank_experts(here.ask({{"boiler", 10}}))), ElementsAre(kBert, kAnna));
}

TEST(ExpertRanking, TheStrongestPostsAreShownAndNoMoreThanThree) {
  WrittenHere here;
  for (int n = 0; n < 30; ++n) here.post(kAnna, {{"boiler", 1}}, 100);
  const auto best = here.post(kAnna, {{"boiler", 4}}, 10);
  const auto evidence = here.ask({{"boiler", 40}});
  EXPECT_THAT(evidence.front().posts, SizeIs(kPostsAPerson));
  const auto experts = rank_experts(evidence);
  ASSERT_THAT(experts.front().posts, SizeIs(kPostsShown));
  EXPECT_EQ(experts.front().posts.front(), best);
}

TEST(ExpertRanking, NothingThatCanBeAskedFindsNobody) {
  WrittenHere here;
  here.post(kAnna, {{"boiler", 1}, {"the", 1}}, 20);
  EXPECT_THAT(rank_experts(here.ask({})), IsEmpty());
  EXPECT_THAT(rank_experts(here.ask({{"unheard", 0}})), IsEmpty());
  EXPECT_THAT(rank_experts(here.ask({{"the", kMany.posts}})), IsEmpty());
  EXPECT_THAT(weigh_evidence({}, {}, {}), IsEmpty());
}

// Two nodes with the same background counts answer as one would.
TEST(ExpertRanking, NodesThatAreAskedTogetherRankAsOne) {
  WrittenHere one, first, second;
  for (uint32_t n = 1; n <= 30; ++n) {
    const Id author{n % 7 + 1};
    const std::map<std::string, uint32_t> words = {{"boiler", n % 3 + 1}, {"pump", n % 2}};
    one.post(author, words, 10 + n);
    (author.value < 4 ? first : second).post(author, words, 10 + n);
  }
  const std::map<std::string, uint64_t> question = {{"boiler", 60}, {"pump", 30}};
  auto merged = strongest_people(first.ask(question), 20);
  for (auto& person : strongest_people(second.ask(question), 20)) merged.push_back(person);
  const auto expected = rank_experts(one.ask(question)), found = rank_experts(merged);
  ASSERT_THAT(found, SizeIs(7));
  EXPECT_EQ(authors_of(found), authors_of(expected));
  for (size_t n = 0; n < found.size(); ++n) EXPECT_NEAR(found[n].score, expected[n].score, 1e-9);
}

// Also those are found who wrote at one node under what another knows to be about it.
TEST(ExpertRanking, NodesThatTellEachOtherOfTopicsRankAsOne) {
  constexpr uint64_t kHeating = 7, kLunch = 8;
  WrittenHere one, first, second;
  const auto post = [&](Id author, const std::map<std::string, uint32_t>& words, uint64_t topic) {
    one.post(author, words, 20, topic);
    (author.value < 4 ? first : second).post(author, words, 20, topic);
  };
  for (uint64_t n = 1; n <= 30; ++n) {
    post(Id{n % 3 + 1}, {{"boiler", n % 3 + 1}}, kHeating);
    post(Id{n % 4 + 4}, {{"other", 1}}, kHeating);
    post(Id{n % 7 + 1}, {{"soup", 1}}, kLunch);
  }
  const std::map<std::string, uint64_t> question = {{"boiler", 60}};
  auto topics = first.topics(question);
  ASSERT_THAT(topics, SizeIs(1));
  EXPECT_EQ(topics[0].topic, kHeating);
  EXPECT_EQ(topics[0].words, 600U);
  EXPECT_THAT(second.topics(question), IsEmpty());
  topics = merge_topics(topics, std::vector<uint64_t>{60});
  auto merged = first.ask(question, topics);
  for (auto& person : second.ask(question)) ADD_FAILURE() << person.author.value << " says nothing";
  for (auto& person : second.ask(question, topics)) merged.push_back(person);
  const auto found = rank_experts(merged);
  ASSERT_THAT(found, SizeIs(7));
  EXPECT_LT(found[0].author, Id{4});
  EXPECT_GT(found[6].author, Id{3});
}

TEST(ExpertRanking, AnAnswerThatWasAcceptedSpeaksForMoreThanTheSameWords) {
  WrittenHere here;
  here.post(kAnna, {{"boiler", 1}}, 20);
  const auto answer = here.post(kBert, {{"boiler", 1}}, 20);
  here.post(kCleo, {{"boiler", 1}}, 20);
  EXPECT_EQ(authors_of(rank_experts(here.ask({{"boiler", 3}})))[0], kAnna);
  here.accept(answer);
  EXPECT_EQ(authors_of(rank_experts(here.ask({{"boiler", 3}})))[0], kBert);
}

TEST(ExpertRanking, ASkillTellsBetweenThoseWhoWroteAlikeAndMoreWhereColleaguesEndorseIt) {
  EXPECT_GT(worth_of_skill(0), 0);
  EXPECT_GT(worth_of_skill(3), worth_of_skill(1));
  EXPECT_EQ(worth_of_skill(1'000'000), worth_of_skill(1'000)) << "votes are not all";
  std::vector<ExpertEvidence> people = {{.author = kAnna, .posts = {{Id{1}, 2.}}},
                                        {.author = kBert, .posts = {{Id{2}, 2.}}},
                                        {.author = kCleo, .posts = {{Id{3}, 2.}, {Id{4}, 2.}}}};
  people[0].declared = worth_of_skill(0);
  people[1].declared = worth_of_skill(9);
  EXPECT_THAT(authors_of(rank_experts(people)), ElementsAre(kCleo, kBert, kAnna));
}

TEST(ExpertRanking, ANodeSendsItsStrongestPeopleOnly) {
  WrittenHere here;
  for (uint64_t n = 0; n < 50; ++n)
    here.post(Id{n % 10 + 1}, {{"boiler", n % 10 == 9 ? 3 : 1}}, 20);
  const auto sent = strongest_people(here.ask({{"boiler", 75}}), 2);
  std::vector<Id> people;
  people.reserve(sent.size());
  for (const auto& person : sent) people.push_back(person.author);
  EXPECT_THAT(people, SizeIs(2));
  EXPECT_THAT(people, Contains(Id{10}));
  EXPECT_THAT(strongest_people({}, 2), IsEmpty());
}

}  // namespace
}  // namespace hallway
