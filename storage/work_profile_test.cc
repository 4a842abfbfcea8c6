#include "storage/work_profile.h"

#include <gmock/gmock.h>

namespace hallway {
namespace {

using ::testing::ElementsAre;

TEST(WorkProfiles, SpellingsOfOneSkillAreOneSkill) {
  EXPECT_EQ(skill_key(" C++"), skill_key("c++ "));
  EXPECT_EQ(skill_key("Crème  brûlée"), skill_key("creme brulee"));
  EXPECT_EQ(skill_key("media-files"), skill_key("Media files"));
  EXPECT_NE(skill_key("C"), skill_key("C++"));
  EXPECT_NE(skill_key("陶芸"), skill_key("陶器"));
  EXPECT_EQ(skill_key(" -- "), "");
}

TEST(WorkProfiles, SkillsKeepTheirOrderAndStandOnce) {
  EXPECT_THAT(distinct_skills({"Tea", "C++", "tea!", "...", "c++", "C"}),
              ElementsAre("Tea", "C++", "C"));
}

TEST(WorkProfiles, OneThatSaysNothingIsEmptyHoweverFarItReaches) {
  EXPECT_TRUE(WorkProfile{.reach = Label::public_}.empty());
  EXPECT_FALSE(WorkProfile{.skills = {"tea"}}.empty());
  EXPECT_FALSE(WorkProfile{.hours = "9-15"}.empty());
  EXPECT_TRUE(WorkProfile{.skills = {"Tea"}}.has_skill("tea"));
  EXPECT_FALSE(WorkProfile{.skills = {"Tea"}}.has_skill("coffee"));
}

}  // namespace
}  // namespace hallway
