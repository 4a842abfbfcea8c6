#include "federation/expert_exchange.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>

namespace hallway {
namespace {

const Domain kDomain = Domain::parse("acme.example").value();

ExpertPeopleAsked question() {
  return {.words = {{.text = "boiler", .weight = 1, .all = {.posts = 3, .count = 4}}},
          .all = {.posts = 100, .words = 2'000},
          .topics = {{.topic = 7, .words = 50, .counts = {4}}}};
}
Json person() {
  return {{"actor", "https://acme.example/users/bob"},
          {"name", "bob"},
          {"display_name", "Bob\nof Acme"},
          {"written", 12},
          {"strengths", {3.5, 0.25}},
          {"evidence", {"https://acme.example/users/bob/statuses/1"}}};
}
Json answer(Json one) { return {{"people", Json::array({std::move(one)})}}; }
Json changed(const std::function<void(Json&)>& change) {
  auto one = person();
  change(one);
  return answer(std::move(one));
}
bool taken(const Json& json) { return read_people(json, kDomain, question()).ok(); }

TEST(ExpertExchange, WhatIsSaidIsReadAsItWasMeant) {
  const auto counts = read_counts_asked(to_json(ExpertCountsAsked{{"boiler", "heat"}}));
  ASSERT_TRUE(counts.ok());
  EXPECT_EQ(counts->words, (std::vector<std::string>{"boiler", "heat"}));

  const auto counted =
      read_counts(to_json(ExpertCounts{{50, 900}, {{3, 4}, {0, 0}}, {{7, 20, {4, 0}}}}), 2);
  ASSERT_TRUE(counted.ok());
  EXPECT_EQ(counted->topics.at(0).topic, 7U);
  EXPECT_EQ(counted->topics.at(0).counts, (std::vector<uint64_t>{4, 0}));
  EXPECT_EQ(counted->all.posts, 50U);
  EXPECT_EQ(counted->all.words, 900U);
  EXPECT_EQ(counted->words.at(0).count, 4U);

  const auto asked = read_people_asked(to_json(question()));
  ASSERT_TRUE(asked.ok());
  EXPECT_EQ(asked->words.at(0).text, "boiler");
  EXPECT_EQ(asked->words.at(0).all.posts, 3U);
  EXPECT_EQ(asked->all.words, 2'000U);
  EXPECT_EQ(asked->topics.at(0).words, 50U);

  const auto people = read_people(answer(person()), kDomain, question());
  ASSERT_TRUE(people.ok()) << people.error().what;
  EXPECT_EQ(people->at(0).display_name, "Bob of Acme");
  EXPECT_EQ(people->at(0).strengths.size(), 2U);
  EXPECT_EQ(to_json(*people)["people"][0]["evidence"], person()["evidence"]);
}

TEST(ExpertExchange, ANodeThatLiesIsNotBelievedInAnything) {
  EXPECT_TRUE(taken(answer(person())));
  EXPECT_TRUE(taken({{"people", Json::array()}}));
  const auto set = [](const char* key, Json value) {
    return changed([&](Json& one) { one[key] = value; });
  };
  EXPECT_FALSE(taken(set("actor", "https://other.example/users/bob"))) << "somebody else's";
  EXPECT_FALSE(taken(set("actor", "bob")));
  EXPECT_FALSE(taken(set("actor", nullptr)));
  EXPECT_FALSE(taken(set("evidence", {"https://other.example/1"})));
  EXPECT_FALSE(taken(set("evidence", {"javascript:alert(1)"})));
  EXPECT_FALSE(taken(set("name", "")));
  EXPECT_FALSE(taken(set("written", -1)));
  EXPECT_FALSE(taken(set("strengths", Json::array())));
  EXPECT_FALSE(taken(set("strengths", {"much"})));
  EXPECT_FALSE(taken(set("strengths", {1e9}))) << "stronger than anything can be";
  EXPECT_FALSE(taken(set("strengths", std::vector<double>(21, 1.))));
  EXPECT_FALSE(taken(set("strengths", {std::numeric_limits<double>::infinity()})));
  Json many = Json::array();
  for (int i = 0; i < 21; ++i) {
    many.push_back(person());
    many.back()["actor"] = "https://acme.example/users/bob" + std::to_string(i);
  }
  EXPECT_FALSE(taken({{"people", many}})) << "it floods";
  EXPECT_FALSE(taken({{"people", Json::array({person(), person()})}})) << "twice";
}

TEST(ExpertExchange, CountsThatCannotBeAreRefused) {
  const auto read = [](const Json& json, size_t asked = 1) {
    return read_counts(json, asked).ok();
  };
  const auto counts = [](Json posts, Json count) {
    return Json{
        {"posts", 10}, {"words_in_all", 90}, {"words", {{{"posts", posts}, {"count", count}}}}};
  };
  EXPECT_TRUE(read(counts(3, 4)));
  EXPECT_FALSE(read(counts(3, 4), 2)) << "one was not counted";
  EXPECT_FALSE(read(counts(11, 12))) << "in more posts than there are";
  EXPECT_FALSE(read(counts(3, 2)));
  EXPECT_FALSE(read(counts(-3, 2)));
  EXPECT_FALSE(read(counts("3", "2x")));
  EXPECT_FALSE(read(Json::array()));
}

TEST(ExpertExchange, TopicsThatCannotBeAreRefused) {
  const auto read = [](Json topics) {
    return read_counts({{"posts", 10},
                        {"words_in_all", 90},
                        {"words", {{{"posts", 3}, {"count", 4}}}},
                        {"topics", std::move(topics)}},
                       1)
        .ok();
  };
  const auto topic = [](Json name, Json words, Json counts) {
    return Json{{"topic", name}, {"words", words}, {"counts", counts}};
  };
  EXPECT_TRUE(read(Json::array()));
  EXPECT_TRUE(read({topic("00000000000000ff", 9, {4})}));
  EXPECT_TRUE(read({topic("00000000000000ff", 9, Json::array())})) << "it has none of the words";
  EXPECT_FALSE(read({topic("ff", 9, {4})}));
  EXPECT_FALSE(read({topic("heating", 9, {4})}));
  EXPECT_FALSE(read({topic("00000000000000ff", 3, {4})})) << "more often than there are words";
  EXPECT_FALSE(read({topic("00000000000000ff", 9, {-1})}));
  EXPECT_FALSE(read({topic("00000000000000ff", 9, {1, 1})}));
  EXPECT_FALSE(read(Json(std::vector<Json>(51, topic("00000000000000ff", 9, {4})))));
}

TEST(ExpertExchange, AQuestionThatIsNoneIsRefused) {
  const auto asked = [](Json word) {
    return read_people_asked({{"posts", 10}, {"words_in_all", 90}, {"words", {std::move(word)}}})
        .ok();
  };
  EXPECT_TRUE(asked({{"word", "tea"}, {"weight", 1}, {"posts", 1}, {"count", 1}}));
  EXPECT_FALSE(asked({{"word", ""}, {"weight", 1}, {"posts", 1}, {"count", 1}}));
  EXPECT_FALSE(asked({{"word", "tea"}, {"weight", 0}, {"posts", 1}, {"count", 1}}));
  EXPECT_FALSE(asked({{"word", "tea"}, {"weight", 1e9}, {"posts", 1}, {"count", 1}}));
  EXPECT_FALSE(asked({{"word", std::string(101, 'a')}, {"weight", 1}, {"posts", 1}, {"count", 1}}));
  EXPECT_FALSE(read_counts_asked({{"words", std::vector<std::string>(101, "tea")}}).ok());
  EXPECT_FALSE(read_counts_asked({{"words", {1}}}).ok());
}

}  // namespace
}  // namespace hallway
