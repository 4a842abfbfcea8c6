#include "federation/work_profile.h"

#include <gmock/gmock.h>

#include "federation/actor.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;

WorkProfile potter() {
  return {.title = "Head of <the> kiln",
          .team = "Ceramics",
          .place = "House 2",
          .hours = "Mon-Thu 9-15",
          .manager = iri("https://home.example/users/bob"),
          .skills = {"Kiln firing", "C++"},
          .reach = Label::public_};
}

class WorkOnTheWire : public ActsTest {
 protected:
  Json document_of(const WorkProfile& work) {
    auto alice = now(alice_);
    alice.fields = {{"Floor", "2"}};
    alice.work = work;
    return to_json(alice, home_);
  }
};

TEST_F(WorkOnTheWire, WhatIsPublicIsReadAsItWasWritten) {
  const auto read = ok(parse_actor(parse_json(dump_json(document_of(potter()))).value()));
  auto expected = potter();
  expected.reach = WorkProfile().reach;  // how far it may go is its own node's to know
  EXPECT_EQ(read.work, expected);
  ASSERT_EQ(read.fields.size(), 1U) << "what says the same twice stands once";
  EXPECT_EQ(read.fields[0].name, "Floor");
}

TEST_F(WorkOnTheWire, WhoKnowsNothingOfItReadsItInFieldsAfterTheirOwn) {
  const auto fields = document_of(potter())["attachment"];
  ASSERT_EQ(fields.size(), 6U);
  EXPECT_EQ(fields[0]["name"], "Floor");
  EXPECT_EQ(fields[1]["name"], "Role");
  EXPECT_EQ(fields[1]["value"], "Head of &lt;the&gt; kiln");
  EXPECT_EQ(fields[4]["value"], "Mon-Thu 9-15");
  EXPECT_EQ(fields[5]["value"], "Kiln firing, C++");
}

TEST_F(WorkOnTheWire, WhatIsNotPublicStandsInNoDocumentForEverybody) {
  for (const auto reach : {Label::department, Label::organization, Label::partners}) {
    auto work = potter();
    work.reach = reach;
    const auto document = document_of(work);
    for (const auto* key : {"jobTitle", "knowsAbout", "hallwayTeam", "hallwayManager",
                            "hallwayPlace", "hallwayHours"}) {
      EXPECT_FALSE(document.contains(key)) << key;
    }
    EXPECT_EQ(document["attachment"].size(), 1U);
  }
}

TEST_F(WorkOnTheWire, WhateverOthersSendIsPlainAndBounded) {
  Json skills = Json::array({"Tea", "tea", "", "...", 7, std::string(61, 'x'), "A\nB"});
  for (int i = 0; i < 100; ++i) skills.push_back("skill " + std::to_string(i));
  const auto work = read_work({{"jobTitle", std::string(5'000, 'x')},
                               {"hallwayTeam", {"not", "text"}},
                               {"hallwayPlace", "a\x01\n b"},
                               {"hallwayManager", "javascript:alert(1)"},
                               {"knowsAbout", skills}});
  EXPECT_EQ(work.title.size(), 200U);
  EXPECT_EQ(work.place, "a b");
  EXPECT_TRUE(work.manager.empty());
  EXPECT_LE(work.skills.size(), kMostSkills);
  EXPECT_EQ(work.skills[0], "Tea");
  EXPECT_EQ(work.skills[1], "A B");
  EXPECT_TRUE(read_work({{"knowsAbout", "pottery"}}).has_skill("Pottery")) << "one, not in a list";
}

TEST_F(WorkOnTheWire, AChangeKeepsWhatItDoesNotSay) {
  auto work = potter();
  ok(change_work(work, {.team = " Design \n"}, alice_.iri));
  EXPECT_EQ(work.team, "Design");
  EXPECT_EQ(work.title, potter().title);
  ok(change_work(work, {.manager = Iri(), .skills = std::vector<std::string>{"Tea", " tea"}},
                 alice_.iri));
  EXPECT_TRUE(work.manager.empty());
  EXPECT_THAT(work.skills, ElementsAre("Tea"));
}

TEST_F(WorkOnTheWire, WhatIsTooLongOrTooManyIsRefused) {
  WorkProfile work;
  std::vector<std::string> many;
  many.reserve(31);
  for (int i = 0; i < 31; ++i) many.push_back("skill " + std::to_string(i));
  const WorkChange bad[] = {{.title = std::string(201, 'x')},
                            {.hours = std::string(201, 'x')},
                            {.skills = many},
                            {.skills = std::vector{std::string(61, 'x')}},
                            {.manager = alice_.iri}};
  for (const auto& change : bad) {
    const auto changed = change_work(work, change, alice_.iri);
    ASSERT_FALSE(changed.ok());
    EXPECT_EQ(changed.error().code, Code::invalid);
  }
  many.pop_back();
  std::string umlauts;
  for (int i = 0; i < 60; ++i) umlauts += "ü";
  many.back() = umlauts;
  EXPECT_TRUE(change_work(work, {.skills = many}, alice_.iri).ok()) << "characters are counted";
}

}  // namespace
}  // namespace hallway::test
