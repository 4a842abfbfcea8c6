#include "federation/skills.h"

#include <gmock/gmock.h>

#include "federation/block.h"
#include "storage/skill_endorsements.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Skills : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    set_peer("sister.example", [](Peer& peer) { peer.relation = Relation::sibling; });
    zoe_ = put_remote("zoe", "sister.example");
    for (auto* one : {&alice_, &bob_, &zoe_, &eve_}) {
      *one = now(*one);
      one->discoverable = true;
      one->work.skills = {"Kiln firing", "C++"};
      *one = put(*one);
    }
  }
  Code endorse(const Actor& by, const Actor& whom, std::string_view skill = "kiln firing") {
    return code_of(act(by, [&](Local& local) { return endorse_skill(local, whom.id, skill); }));
  }
  size_t count(const Actor& whom, std::string_view skill = "kiln firing") {
    return list_skill_endorsers(read(), {whom.id, skill, {}}, 100).size();
  }
  Json endorsing(const Actor& by, const Actor& whom, const std::string& skill) {
    auto made = activity(by, "EndorseSkill", whom.iri.text());
    made["hallwaySkill"] = skill;
    return made;
  }
  std::vector<std::string> matching(std::string_view question) {
    std::vector<std::string> names;
    SkillQuestion asked(question);
    for (const auto& skill : asked.matching(read(), home_, now(alice_)))
      names.push_back(skill.name);
    return names;
  }
  Actor zoe_;
};

constexpr auto kNotRefused = Code::internal;  // of code_of: nothing was refused

TEST_F(Skills, ColleaguesEndorseEachOtherOnce) {
  EXPECT_EQ(endorse(bob_, alice_), kNotRefused);
  EXPECT_EQ(endorse(bob_, alice_, "KILN  firing"), kNotRefused);
  EXPECT_EQ(count(alice_), 1U);
  EXPECT_THAT(owed(), IsEmpty()) << "who is here needs no telling";
  EXPECT_EQ(skills_of(read(), home_, now(alice_))[0].endorsements, 1U);
  ok(act(bob_, [&](Local& local) { return unendorse_skill(local, alice_.id, "Kiln firing"); }));
  EXPECT_EQ(count(alice_), 0U);
}

TEST_F(Skills, NobodyElseDoes) {
  EXPECT_EQ(endorse(alice_, alice_), Code::forbidden);
  EXPECT_EQ(endorse(bob_, eve_), Code::forbidden) << "of another organization";
  EXPECT_EQ(endorse(bob_, alice_, "juggling"), Code::not_found);
  EXPECT_EQ(code_of(act(bob_, [](Local& l) { return endorse_skill(l, Id{7}, "tea"); })),
            Code::not_found);
  alice_.discoverable = false;
  put(alice_);
  EXPECT_EQ(endorse(bob_, alice_), Code::forbidden) << "who does not want to be found";
}

TEST_F(Skills, ASiblingIsToldAndTellsUs) {
  EXPECT_EQ(endorse(alice_, zoe_), kNotRefused);
  EXPECT_THAT(owed(), ElementsAre("EndorseSkill https://sister.example/inbox"));
  const auto sent = last_logged();
  EXPECT_EQ(sent["object"], zoe_.iri.text());
  EXPECT_EQ(sent["hallwaySkill"], "kiln firing");
  EXPECT_EQ(outcome(zoe_, endorsing(zoe_, alice_, "c++")), Outcome::taken);
  EXPECT_EQ(outcome(zoe_, endorsing(zoe_, alice_, "C++")), Outcome::taken);
  EXPECT_EQ(count(alice_, "c++"), 1U);
  EXPECT_EQ(outcome(zoe_, activity(zoe_, "Undo", endorsing(zoe_, alice_, "C++"))), Outcome::taken);
  EXPECT_EQ(count(alice_, "c++"), 0U);
}

TEST_F(Skills, WhatOthersSayOfOursCountsFromSiblingsAlone) {
  EXPECT_EQ(outcome(eve_, endorsing(eve_, alice_, "C++")), Outcome::ignored);
  EXPECT_EQ(outcome(zoe_, endorsing(zoe_, alice_, "juggling")), Outcome::ignored);
  EXPECT_EQ(outcome(zoe_, endorsing(zoe_, zoe_, "C++")), Outcome::ignored);
  EXPECT_EQ(outcome(zoe_, endorsing(zoe_, eve_, "C++")), Outcome::ignored);
  EXPECT_EQ(endorse(bob_, alice_, "C++"), kNotRefused);
  EXPECT_EQ(outcome(zoe_, activity(zoe_, "Undo", endorsing(bob_, alice_, "C++"))), Outcome::ignored)
      << "only one's own is taken back";
  EXPECT_EQ(count(alice_, "C++"), 1U);
}

TEST_F(Skills, CountAsLongAsWhoeverEndorsesThemIsAColleague) {
  EXPECT_EQ(endorse(bob_, alice_), kNotRefused);
  EXPECT_EQ(outcome(zoe_, endorsing(zoe_, alice_, "kiln firing")), Outcome::taken);
  const auto counted = [&] { return skills_of(read(), home_, now(alice_))[0].endorsements; };
  EXPECT_EQ(counted(), 2U);
  set_peer("sister.example", [](Peer& peer) { peer.relation = Relation::partner; });
  EXPECT_EQ(counted(), 1U) << "of another organization by now";
  set_peer("sister.example", [](Peer& peer) { peer.relation = Relation::sibling; });
  EXPECT_EQ(counted(), 2U);
  zoe_.suspended = true;
  put(zoe_);
  EXPECT_EQ(counted(), 1U);
}

TEST_F(Skills, EndWithABlockAndWithWhoeverGoes) {
  EXPECT_EQ(endorse(bob_, alice_), kNotRefused);
  EXPECT_EQ(outcome(zoe_, endorsing(zoe_, alice_, "kiln firing")), Outcome::taken);
  ok(act(alice_, [&](Local& local) { return block(local, bob_.id); }));
  EXPECT_EQ(count(alice_), 1U);
  EXPECT_EQ(endorse(bob_, alice_), Code::forbidden);
  EXPECT_EQ(outcome(zoe_, activity(zoe_, "Delete", zoe_.iri.text())), Outcome::taken);
  EXPECT_EQ(count(alice_), 0U);
}

TEST_F(Skills, AQuestionMatchesThoseThatItIsAbout) {
  alice_.work.skills = {"Kiln firing", "State of the art", "C++", "tea", "Clay", "陶芸"};
  put(alice_);
  EXPECT_THAT(matching("who fires the kiln?"), ElementsAre("Kiln firing"));
  EXPECT_THAT(matching("firing"), ElementsAre("Kiln firing"));
  EXPECT_THAT(matching("Which teas are there?"), ElementsAre("tea"));
  EXPECT_THAT(matching("the art of clays"), ElementsAre("Clay"));
  EXPECT_THAT(matching("c++ and not c"), ElementsAre("C++"));
  EXPECT_THAT(matching("陶芸について"), ElementsAre("陶芸"));
  EXPECT_THAT(matching("陶器"), IsEmpty());
  EXPECT_THAT(matching(""), IsEmpty());
}

}  // namespace
}  // namespace hallway::test
