#include "federation/hashtag.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

std::string repeated(std::string_view text, size_t n) {
  std::string out;
  for (size_t i = 0; i < n; ++i) out += text;
  return out;
}

TEST(Hashtag, WrittenFormsOfOneTagAreStoredAsOne) {
  const struct {
    std::string written, stored;
  } kCases[] =
      {
          {"#Lathe", "lathe"},       {"lathe", "lathe"},    {"＃Lathe", "lathe"},
          {"#LATHE", "lathe"},       {"#GRÖSSE", "grösse"}, {"#Größe", "größe"},
          {"#Gro\u0308ße", "größe"},  // a combining mark and its letter are one
          {"#ｌａｔｈｅ", "lathe"},   // wide letters
          {"#ΣΊΣΥΦΟΣ", "σίσυφος"},    // the last sigma, too
          {"#日本語", "日本語"},     {"#مخرطة", "مخرطة"},   {"#foo_bar", "foo_bar"},
          {"#2026", "2026"},
      };
  for (const auto& c : kCases) EXPECT_EQ(normalize_hashtag(c.written), c.stored) << c.written;
}

TEST(Hashtag, NormalizingAgainChangesNothing) {
  for (const auto* written :
       {"#Lathe", "#GRÖSSE", "#ｌａｔｈｅ", "#ΣΊΣΥΦΟΣ", "#İstanbul", "#ﬁle"}) {
    const auto once = normalize_hashtag(written);
    EXPECT_EQ(normalize_hashtag(once), once) << written;
  }
}

TEST(Hashtag, WhatCannotBeOneIsNone) {
  for (const auto& written :
       {std::string(), std::string("#"), std::string("＃"), std::string("#a b"),
        std::string("#a\u00a0b"), std::string("#a\nb"), std::string("#a\u0000b", 4),
        std::string("#\xff"), "#" + repeated("ü", 101)}) {
    EXPECT_EQ(normalize_hashtag(written), "") << written;
  }
  EXPECT_EQ(normalize_hashtag("#" + repeated("ü", 100)), repeated("ü", 100));
}

TEST(Hashtag, EndsWhereItsNameEnds) {
  const struct {
    std::string text, tag;
  } kCases[] = {
      {"#lathe for sale", "#lathe"},
      {"#lathe, please", "#lathe"},
      {"#lathe.", "#lathe"},
      {"#lathe#mill", "#lathe"},
      {"#foo_bar!", "#foo_bar"},
      {"#foo-bar", "#foo"},
      {"#größe.", "#größe"},
      {"＃größe ", "＃größe"},
      {"#日本語。", "#日本語"},
      {"#col·lecció x", "#col·lecció"},
      {"#col· x", "#col"},
      {"#می‌خواهم x", "#می‌خواهم"},
      {"#a··b", "#a"},
      {"#2026goals x", "#2026goals"},
      {"#é x", "#é"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(c.text.substr(0, hashtag_length(c.text)), c.tag) << c.text;
  }
}

TEST(Hashtag, BeginsWithASignAndHoldsALetter) {
  for (const std::string_view text : {"", "lathe", "#", "# lathe", "#123", "#_", "#-a", "#·a",
                                      "##a", "@#a", "#\xff", "#😀", "#!"}) {
    EXPECT_EQ(hashtag_length(text), 0U) << text;
  }
}

TEST(Hashtag, OneThatIsTooLongIsNone) {
  EXPECT_EQ(hashtag_length("#" + repeated("ü", 100)), 201U);
  EXPECT_EQ(hashtag_length("#" + repeated("ü", 101)), 0U);
}

TEST(Hashtag, WhateverBeginsATextCanBeStored) {
  for (const std::string_view text :
       {"#Lathe for", "#größe.", "＃日本語。", "#col·lecció", "#a1_b"}) {
    EXPECT_NE(normalize_hashtag(text.substr(0, hashtag_length(text))), "") << text;
  }
}

TEST(Hashtag, AWordGoesOnWithLettersDigitsAndMarks) {
  for (const int code :
       std::initializer_list<int>{'a', 'Z', '0', '_', 0xE9, 0x65E5, 0x0308, 0x0661}) {
    EXPECT_TRUE(is_word_code(code)) << code;
  }
  for (const int code :
       std::initializer_list<int>{-1, 0, ' ', '-', '#', '@', '.', 0xA0, 0x3002, 0xFE0F, 0x1F600}) {
    EXPECT_FALSE(is_word_code(code)) << code;
  }
}

}  // namespace
}  // namespace hallway
