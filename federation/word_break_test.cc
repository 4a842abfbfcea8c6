#include "federation/word_break.h"

#include <gmock/gmock.h>

namespace hallway {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> texts(std::string_view text) {
  std::vector<std::string> out;
  for (const auto& word : words_in(text)) out.push_back(word.text);
  return out;
}

TEST(WordBreak, WordsAreComparedAsHashtagsAre) {
  EXPECT_THAT(texts("The Boiler's ＰＵＭＰ, 2 of them."),
              ElementsAre("the", "boiler's", "pump", "of", "them"));
  EXPECT_THAT(texts(""), IsEmpty());
  EXPECT_THAT(texts("1 234 -- !"), IsEmpty());
}

TEST(WordBreak, NamesHashtagsAndAddressesAreLeftOut) {
  EXPECT_THAT(texts("ask @bob@b.example (#tea) about https://a.example/x now"),
              ElementsAre("ask", "about", "now"));
}

TEST(WordBreak, SaysWhichWordsAreSideBySide) {
  const auto words = words_in("quarry kiln, hot #tea stove");
  ASSERT_EQ(words.size(), 4U);
  EXPECT_FALSE(words[0].next);
  EXPECT_TRUE(words[1].next);
  EXPECT_FALSE(words[2].next) << "a comma lies between them";
  EXPECT_FALSE(words[3].next) << "what was left out lies between them";
}

TEST(WordBreak, KnowsScriptsWithoutSpaces) {
  const auto words = words_in("東京のポンプ");
  ASSERT_GE(words.size(), 2U);
  EXPECT_EQ(words.front().text, "東京");
  EXPECT_EQ(words.back().text, "ポンプ");
  for (const auto& word : words) EXPECT_FALSE(word.spaced) << word.text;
  EXPECT_TRUE(words_in("насос")[0].spaced);
}

TEST(WordBreak, WhatIsNoTextIsNoHarm) {
  EXPECT_THAT(texts("\xff\xfe a\xc3"), testing::SizeIs(testing::Le(2U)));
  EXPECT_LE(words_in(std::string(1'000'000, 'a')).size(), 1U);
}

}  // namespace
}  // namespace hallway
