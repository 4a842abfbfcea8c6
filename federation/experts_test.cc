#include "federation/experts.h"

#include <gmock/gmock.h>

#include "storage/blocks.h"
#include "tests/support/searched.h"

namespace hallway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Where somebody asks and nobody has written yet.
class EmptyExpertsTest : public test::SearchedTest {
 protected:
  void SetUp() override {
    SearchedTest::SetUp();
    asker_ = add("asker");
  }
  std::vector<FoundExpert> ask(const std::string& question, size_t limit = 10) {
    index();
    auto reader = index_.read();
    EXPECT_TRUE(reader.ok());
    if (!reader.ok()) return {};
    ExpertWords words(std::move(*reader));
    const auto asked = ask_here(words, question);
    EXPECT_TRUE(asked.ok());
    if (!asked.ok()) return {};
    auto found =
        find_experts(read(), home_, words, *asked,
                     {.person = asker_, .limit = limit, .question = question, .answers = answers_});
    EXPECT_TRUE(found.ok());
    return std::move(found).value_or({});
  }
  std::vector<Id> names(const std::string& question, size_t limit = 10) {
    std::vector<Id> ids;
    for (const auto& expert : ask(question, limit)) ids.push_back(expert.person);
    return ids;
  }

  Id asker_;
  std::vector<TheirExpert> answers_;  // of other nodes
};

class ExpertsTest : public EmptyExpertsTest {
 protected:
  void SetUp() override {
    EmptyExpertsTest::SetUp();
    for (const auto* name : {"ada", "ben", "cleo"}) people_[name] = add(name);
    // What everybody talks about, so that words have a background.
    for (const auto& [name, id] : people_) {
      for (int i = 0; i < 5; ++i) write_post(id, "Lunch is at noon in the large room again");
    }
  }
  std::map<std::string, Id> people_;
};

TEST_F(ExpertsTest, WhoWroteMostAboutItComesFirstWithWhatShowsIt) {
  const auto pump = write_post(people_["ben"], "The pump in the cellar needs a new seal");
  const auto seal = write_post(people_["ben"], "Seals for pumps are in the store, shelf four");
  write_post(people_["cleo"], "Somebody should look at that pump");
  const auto found = ask("who can repair the pump's seals?");
  ASSERT_EQ(found.size(), 2U) << "having \"the\" in a post shows nothing";
  EXPECT_EQ(found[0].person, people_["ben"]);
  EXPECT_EQ(found[1].person, people_["cleo"]);
  EXPECT_THAT(found[0].posts, testing::UnorderedElementsAre(pump, seal));
  EXPECT_GT(found[0].confidence, found[1].confidence);
  EXPECT_LE(found[0].confidence + found[1].confidence, 1.0001);
  EXPECT_THAT(names("pump", 1), ElementsAre(found[0].person));
}

TEST_F(EmptyExpertsTest, TheFirstPostsOfANodeAreFoundToo) {
  const auto ada = add("ada");
  write_post(ada, "Descaling the boiler");
  EXPECT_THAT(names("boiler"), ElementsAre(ada));
  const auto ben = add("ben");
  write_post(ben, "Lunch is at noon");
  EXPECT_THAT(names("boiler"), ElementsAre(ada));
  EXPECT_THAT(names("lunch"), ElementsAre(ben));
}

TEST_F(ExpertsTest, EverydayWordsDecideNothing) {
  write_post(people_["ben"], "Boiler pressure: what to look at first");
  write_post(people_["cleo"], "Is the boiler at the end of its days?");
  EXPECT_THAT(names("who looks at the pressure in the boiler").front(), people_["ben"]);
}

TEST_F(ExpertsTest, WhatTheAskerMayNotReadSpeaksForNobody) {
  write_post(people_["ada"], "The merger with Contoso", kNow, Visibility::direct);
  write_post(people_["ben"], "The merger with Contoso", kNow, Visibility::followers);
  EXPECT_THAT(names("merger Contoso"), IsEmpty());
  const auto open = write_post(people_["cleo"], "What is this about a merger?");
  const auto found = ask("merger Contoso");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].posts, ElementsAre(open));
}

TEST_F(ExpertsTest, WhoWantsNotToBeFoundIsNot) {
  const auto shy = add("shy", [](Actor& actor) { actor.discoverable = false; });
  const auto robot = add("robot", [](Actor& actor) { actor.type = "Service"; });
  const auto left = add("left", [](Actor& actor) { actor.gone = true; });
  for (const auto who : {shy, robot, left, asker_, people_["ada"], people_["ben"]}) {
    write_post(who, "Turbines turn");
  }
  write([&](WriteTxn& txn) {
    return put_block(txn, {.by = people_["ben"], .whom = asker_, .at = kNow});
  });
  EXPECT_THAT(names("turbines"), ElementsAre(people_["ada"]));
}

TEST_F(ExpertsTest, WhoAsksTheSameDoesNotKnowIt) {
  const auto asked = write_post(people_["ada"], "Who can seal the pump of the cellar?");
  write_post(people_["ben"], "The pump in the cellar has a new seal");
  EXPECT_THAT(names("seal the pump"),
              testing::UnorderedElementsAre(people_["ada"], people_["ben"]));
  write([&](WriteTxn& txn) {
    auto post = find_post(txn, asked).value();
    post.question = true;
    return update_post(txn, post);
  });
  EXPECT_THAT(names("seal the pump"), ElementsAre(people_["ben"]));
}

TEST_F(ExpertsTest, ASkillThatSomebodyNamesTellsBetweenThoseWhoWroteAlike) {
  for (const auto* name : {"ada", "ben"}) write_post(people_[name], "About the pump");
  const auto first = names("pump").at(0);
  const auto second = first == people_["ada"] ? people_["ben"] : people_["ada"];
  write([&](WriteTxn& txn) {
    auto actor = find_actor(txn, second).value();
    actor.work.skills = {"Pumps"};
    return put_actor(txn, actor, kNow);
  });
  EXPECT_EQ(names("pump").at(0), second);
}

TEST_F(ExpertsTest, WhatIsGoneOrWasChangedSpeaksForNobody) {
  const auto id = write_post(people_["ada"], "Ask me about welding");
  EXPECT_THAT(names("welding"), ElementsAre(people_["ada"]));
  write([&](WriteTxn& txn) { return bury_post(txn, id, kNow); });
  EXPECT_THAT(names("welding"), IsEmpty());
}

TEST_F(ExpertsTest, WordsAreJoinedAndATopicLendsItsPostsWords) {
  write_post(people_["ada"], "webkit: the build for phones");
  write_post(people_["ben"], "webkit: bump to the next version");
  EXPECT_EQ(names("web kit").size(), 2U);
  EXPECT_EQ(names("who builds webkit for phones").front(), people_["ada"]);
  EXPECT_THAT(names("webkit phones"), ElementsAre(people_["ada"], people_["ben"]));
  EXPECT_THAT(names("phones"), ElementsAre(people_["ada"])) << "nothing of ben's says so itself";
}

TEST_F(ExpertsTest, PeopleOfOtherNodesStandAmongThoseOfThisOne) {
  write_post(people_["ada"], "The pump needs a seal");
  const auto theirs = [](const std::string& name, double strength) {
    const auto actor = Iri::parse("https://acme.example/users/" + name).value();
    return TheirExpert{.actor = actor,
                       .name = name,
                       .written = 10,
                       .strengths = {strength, strength},
                       .evidence = {Iri::parse(actor.text() + "/1").value()}};
  };
  answers_ = {theirs("dora", 9), theirs("emil", 2.5), theirs("fay", 0.1), theirs("gil", 8)};
  answers_.back().evidence.clear();
  const auto found = ask("pump");
  ASSERT_EQ(found.size(), 4U) << "of the other nothing shows that they know";
  EXPECT_EQ(found[0].elsewhere->name, "dora");
  EXPECT_EQ(found[0].person, Id()) << "this node does not know her";
  EXPECT_EQ(found[1].person, people_["ada"]);
  EXPECT_EQ(found[2].elsewhere->name, "emil");
  EXPECT_EQ(found[3].elsewhere->name, "fay") << "who knows little comes last";
  double all = 0;
  for (const auto& one : found) all += one.confidence;
  EXPECT_LT(all, 1);
}

TEST_F(ExpertsTest, WhoIsKnownIsOnePersonWhoeverNamesThem) {
  const auto iri = Iri::parse("https://acme.example/users/dora").value();
  const auto elsewhere = [&](Actor& actor) {
    actor.local = false;
    actor.iri = iri;
  };
  const auto dora = add("dora", elsewhere);
  const auto known = write_post(dora, "The pump needs a seal");
  TheirExpert theirs{.actor = iri, .name = "dora", .strengths = {3}};
  theirs.evidence = {find_post(read(), known)->iri, Iri::parse(iri.text() + "/2").value()};
  answers_ = {theirs};
  const auto found = ask("pump");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].person, dora);
  EXPECT_THAT(found[0].posts, ElementsAre(known)) << "of the links those that are here";
  write([&](WriteTxn& txn) { return put_block(txn, {.by = asker_, .whom = dora, .at = kNow}); });
  EXPECT_THAT(ask("pump"), IsEmpty());
}

TEST_F(ExpertsTest, NobodyIsNamedOfANodeThatTheAskerDoesNotWant) {
  const auto actor = Iri::parse("https://acme.example/users/dora").value();
  answers_ = {{.actor = actor, .name = "dora", .strengths = {3}, .evidence = {actor}}};
  EXPECT_EQ(ask("lunch").size(), 1U);
  write([&](WriteTxn& txn) { return put_domain_block(txn, asker_, actor.domain()); });
  EXPECT_THAT(ask("zymurgy"), IsEmpty());
}

TEST_F(ExpertsTest, AQuestionThatNobodyCanAnswerNamesNobody) {
  EXPECT_THAT(names(""), IsEmpty());
  EXPECT_THAT(names("?!"), IsEmpty());
  EXPECT_THAT(names("zymurgy"), IsEmpty());
  EXPECT_THAT(names(std::string(100'000, 'x')), IsEmpty());
  write_post(people_["ada"], "Turbines turn");
  std::string many;
  for (int i = 0; i < 5'000; ++i) many += "turbines word" + std::to_string(i) + " ";
  EXPECT_THAT(names(many), ElementsAre(people_["ada"]));
}

}  // namespace
}  // namespace hallway
