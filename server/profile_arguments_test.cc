#include "server/profile_arguments.h"

#include <gmock/gmock.h>

namespace hallway {
namespace {

TEST(ProfileArguments, SkillsAreTakenApartAtCommas) {
  const auto said = work_arguments({{"skills", {"C++, LMDB", "tea", " ,"}}, {"title", "Potter"}});
  EXPECT_EQ(said, Json({{"skills", {"C++", " LMDB", "tea"}}, {"title", "Potter"}}));
}

TEST(ProfileArguments, WhatIsNotSaidIsNotChanged) {
  EXPECT_EQ(work_arguments({{"name", "alice"}}), Json::object());
  EXPECT_EQ(work_arguments({{"manager", ""}, {"skills", Json::array()}}),
            Json({{"manager", ""}, {"skills", Json::array()}}));
}

}  // namespace
}  // namespace hallway
