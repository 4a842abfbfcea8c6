#include "federation/expert_answer.h"

#include <gmock/gmock.h>

#include "storage/blocks.h"
#include "tests/support/searched.h"

namespace hallway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ExpertAnswerTest : public test::SearchedTest {
 protected:
  void SetUp() override {
    SearchedTest::SetUp();
    ada_ = add("ada");
    ben_ = add("ben");
    for (int i = 0; i < 8; ++i) write_labelled(ben_, "Lunch is at noon", Label::public_);
    agree(Relation::sibling, ExpertConsent::by_relation);
  }
  void agree(Relation relation, ExpertConsent consent) {
    write([&](WriteTxn& txn) -> Result<void> {
      auto peer = TRY(meet_peer(txn, kAsker, kNow));
      peer.relation = relation;
      peer.experts = consent;
      return put_peer(txn, peer);
    });
  }
  Id write_labelled(Id author, const std::string& text, Label label) {
    const auto id = write_post(author, text);
    write([&](WriteTxn& txn) -> Result<void> {
      auto post = find_post(txn, id).value();
      post.label = label;
      return update_post(txn, post);
    });
    return id;
  }
  Result<Json> answer(const Json& asked) {
    index();
    return answer_expert_question(read(), home_, index_, kAsker, asked);
  }
  static Json who(const std::string& word) {
    return to_json(ExpertPeopleAsked{.words = {{.text = word, .all = {.posts = 2, .count = 2}}},
                                     .all = {.posts = 100, .words = 1'000}});
  }
  std::vector<std::string> names(const std::string& word) {
    std::vector<std::string> names;
    const auto json = answer(who(word));
    EXPECT_TRUE(json.ok());
    if (!json.ok()) return names;
    for (const auto* one : find_list(*json, "people")) {
      names.emplace_back(find_string(*one, "name").value_or(""));
    }
    return names;
  }
  uint64_t posts_with(const std::string& word) {
    const auto json = answer(to_json(ExpertCountsAsked{{word}}));
    EXPECT_TRUE(json.ok());
    const auto counts = read_counts(*json, 1);
    EXPECT_TRUE(counts.ok());
    return counts->words[0].posts;
  }

  const Domain kAsker = Domain::parse("sister.example").value();
  Id ada_, ben_;
};

TEST_F(ExpertAnswerTest, NamesItsOwnPeopleWithWhatShowsIt) {
  const auto id = write_labelled(ada_, "The boiler has a new valve", Label::organization);
  EXPECT_EQ(posts_with("boiler"), 1U);
  const auto json = answer(who("boiler"));
  ASSERT_TRUE(json.ok());
  const auto asked = read_people_asked(who("boiler"));
  const auto people = read_people(*json, home_.domain, *asked);
  ASSERT_TRUE(people.ok()) << people.error().what;
  ASSERT_EQ(people->size(), 1U);
  EXPECT_EQ(people->at(0).actor, home_.actor("ada"));
  EXPECT_THAT(people->at(0).evidence, ElementsAre(find_post(read(), id)->iri));
}

TEST_F(ExpertAnswerTest, WhatSpeaksForSomebodyIsShownHoweverCommonItIs) {
  write_labelled(ada_, "Lunch, and what the boiler has to do with it", Label::public_);
  const auto json = answer(
      to_json(ExpertPeopleAsked{.words = {{.text = "boiler", .all = {.posts = 8, .count = 90}}},
                                .all = {.posts = 9, .words = 100}}));
  ASSERT_TRUE(json.ok());
  EXPECT_LT((*json)["people"][0]["strengths"][0], 0);
  EXPECT_EQ((*json)["people"][0]["evidence"].size(), 1U);
}

TEST_F(ExpertAnswerTest, OnlyThoseAreAnsweredWithWhomItWasAgreed) {
  write_labelled(ada_, "The boiler has a new valve", Label::public_);
  const auto answered = [&](Relation relation, ExpertConsent consent) {
    agree(relation, consent);
    const auto json = answer(who("boiler"));
    EXPECT_TRUE(json.ok() || json.error().code == Code::forbidden);
    return json.ok();
  };
  EXPECT_TRUE(answered(Relation::sibling, ExpertConsent::by_relation));
  EXPECT_FALSE(answered(Relation::sibling, ExpertConsent::none));
  EXPECT_FALSE(answered(Relation::sibling, ExpertConsent::ask));
  EXPECT_FALSE(answered(Relation::partner, ExpertConsent::by_relation));
  EXPECT_TRUE(answered(Relation::partner, ExpertConsent::answer));
  EXPECT_TRUE(answered(Relation::partner, ExpertConsent::both));
  EXPECT_FALSE(answered(Relation::public_, ExpertConsent::both));
  EXPECT_FALSE(answered(Relation::blocked, ExpertConsent::both));
}

TEST_F(ExpertAnswerTest, WhatDoesNotReachTheAskerIsNeitherCountedNorSpeaksForAnybody) {
  write_labelled(ada_, "The merger", Label::department);
  write_post(ben_, "The merger", kNow, Visibility::followers);
  write_post(ben_, "The merger", kNow, Visibility::direct);
  EXPECT_EQ(posts_with("merger"), 0U);
  EXPECT_THAT(names("merger"), IsEmpty());
  write_labelled(ada_, "The merger", Label::organization);
  EXPECT_EQ(posts_with("merger"), 1U);
  EXPECT_THAT(names("merger"), ElementsAre("ada"));
  agree(Relation::partner, ExpertConsent::both);
  EXPECT_EQ(posts_with("merger"), 0U) << "the label ends with the organization";
  EXPECT_THAT(names("merger"), IsEmpty());
}

TEST_F(ExpertAnswerTest, NobodyIsNamedWhoDoesNotWantIt) {
  const auto shy = add("shy", [](Actor& actor) { actor.discoverable = false; });
  const auto robot = add("robot", [](Actor& actor) { actor.type = "Service"; });
  const auto left = add("left", [](Actor& actor) { actor.suspended = true; });
  const auto cross = add("cross");
  const auto elsewhere = add("elsewhere", [](Actor& actor) {
    actor.local = false;
    actor.iri = Iri::parse("https://third.example/users/elsewhere").value();
  });
  write([&](WriteTxn& txn) { return put_domain_block(txn, cross, kAsker); });
  for (const auto who : {shy, robot, left, cross, elsewhere, ada_}) {
    write_labelled(who, "Turbines turn", Label::public_);
  }
  EXPECT_THAT(names("turbines"), ElementsAre("ada"));
}

TEST_F(ExpertAnswerTest, RefusesWhatIsNoQuestion) {
  for (const auto& asked :
       {Json(), Json::array(), Json{{"ask", "posts"}}, Json{{"ask", "people"}}}) {
    const auto json = answer(asked);
    ASSERT_FALSE(json.ok()) << dump_json(asked);
    EXPECT_EQ(json.error().code, Code::invalid);
  }
}

}  // namespace
}  // namespace hallway
