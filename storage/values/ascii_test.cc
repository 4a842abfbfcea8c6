#include "storage/values/ascii.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

TEST(Ascii, OnlyItsLettersHaveACase) {
  EXPECT_EQ(lower('A'), 'a');
  EXPECT_EQ(lower('Z'), 'z');
  EXPECT_EQ(lower('@'), '@');
  EXPECT_EQ(lower('['), '[');
  EXPECT_EQ(lower('\xC4'), '\xC4');
}

TEST(Ascii, WhatIsBesideARangeIsNotInIt) {
  for (const char c : {'@', '[', '`', '{', '\xE4'}) EXPECT_FALSE(is_letter(c)) << c;
  for (const char c : {'a', 'z', 'A', 'Z'}) EXPECT_TRUE(is_letter(c)) << c;
  for (const char c : {'/', ':', '\xB2'}) EXPECT_FALSE(is_digit(c)) << c;
  for (const char c : {'0', '9'}) EXPECT_TRUE(is_digit(c)) << c;
  for (const char c : {'\v', '\0', '\xA0'}) EXPECT_FALSE(is_space(c)) << int{c};
  for (const char c : {' ', '\t', '\n', '\r', '\f'}) EXPECT_TRUE(is_space(c)) << int{c};
}

TEST(Ascii, OptionalWhitespaceGoesAndNothingElse) {
  EXPECT_EQ(trim(" \ta b\t "), "a b");
  EXPECT_EQ(trim("a"), "a");
  EXPECT_EQ(trim(" \t "), "");
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(trim("\na\r"), "\na\r");
}

}  // namespace
}  // namespace hallway
