#include "server/option_value.h"

#include <gmock/gmock.h>

namespace hallway {
namespace {

using Texts = std::vector<std::string>;

TEST(OptionValues, AreReadAsTheirKindSays) {
  EXPECT_EQ(read_option(OptionKind::text, "a b"), OptionValue("a b"));
  EXPECT_EQ(read_option(OptionKind::number, "8080"), OptionValue(int64_t{8080}));
  EXPECT_EQ(read_option(OptionKind::number, "-1"), OptionValue(int64_t{-1}));
  EXPECT_EQ(read_option(OptionKind::flag, "true"), OptionValue(true));
  EXPECT_EQ(read_option(OptionKind::flag, "false"), OptionValue(false));
  EXPECT_EQ(read_option(OptionKind::list, " a,, b c ,"), OptionValue(Texts{"a", "b c"}));
  EXPECT_EQ(read_option(OptionKind::list, ""), OptionValue(Texts{}));
}

TEST(OptionValues, WhatIsNoneOfThatKindIsNone) {
  for (const auto* wrong : {"", "8 080", "80x", "0x10", "1.5", "99999999999999999999"}) {
    EXPECT_EQ(read_option(OptionKind::number, wrong), std::nullopt) << wrong;
  }
  for (const auto* wrong : {"", "yes", "True", "1"}) {
    EXPECT_EQ(read_option(OptionKind::flag, wrong), std::nullopt) << wrong;
  }
}

TEST(OptionValues, StandInTheFileAsTomlHasThem) {
  EXPECT_EQ(to_toml(OptionKind::number, "8080"), "8080");
  EXPECT_EQ(to_toml(OptionKind::flag, "true"), "true");
  EXPECT_EQ(to_toml(OptionKind::text, R"(say "hi" \ bye)"), R"("say \"hi\" \\ bye")");
  EXPECT_EQ(to_toml(OptionKind::list, "a, b"), R"(["a", "b"])");
  EXPECT_EQ(to_toml(OptionKind::list, ""), "[]");
}

}  // namespace
}  // namespace hallway
