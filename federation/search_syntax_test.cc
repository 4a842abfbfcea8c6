#include "federation/search_syntax.h"

#include <gmock/gmock.h>

namespace hallway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> shown(const std::vector<SearchPhrase>& phrases) {
  std::vector<std::string> out;
  out.reserve(phrases.size());
  for (const auto& one : phrases) out.push_back(one.exact ? "\"" + one.text + "\"" : one.text);
  return out;
}

Time at(const char* text) { return parse_rfc3339(text).value_or(Time{}); }

TEST(SearchSyntax, WordsPhrasesAndWhatIsNotWanted) {
  const auto text = parse_search("  tea \"green leaf\" -coffee -\"hot milk\" „zwei Worte“ it's ");
  EXPECT_THAT(shown(text.wanted), ElementsAre("tea", "\"green leaf\"", "\"zwei Worte\"", "it's"));
  EXPECT_THAT(shown(text.unwanted), ElementsAre("coffee", "\"hot milk\""));
  EXPECT_THAT(shown(parse_search("大阪\u3000会議").wanted), ElementsAre("大阪", "会議"));
  EXPECT_THAT(shown(parse_search("tea\"green leaf").wanted), ElementsAre("tea", "\"green leaf\""));
}

TEST(SearchSyntax, OperatorsNarrowItDown) {
  const auto text = parse_search(
      "from:@ann@b.example -from:me HAS:image -has:poll is:reply language:de in:library x");
  EXPECT_THAT(text.from, ElementsAre("@ann@b.example"));
  EXPECT_THAT(text.not_from, ElementsAre("me"));
  EXPECT_THAT(text.marks, ElementsAre("has:image", "is:reply", "language:de"));
  EXPECT_THAT(text.without, ElementsAre("has:poll"));
  EXPECT_TRUE(text.in_library);
  EXPECT_FALSE(text.in_public);
  EXPECT_THAT(shown(text.wanted), ElementsAre("x"));
}

TEST(SearchSyntax, DatesAreDaysMonthsOrYears) {
  EXPECT_EQ(parse_search("before:2026-03-05").before, at("2026-03-05T00:00:00Z"));
  EXPECT_EQ(parse_search("after:2026-03-05").after, at("2026-03-06T00:00:00Z"));
  const auto month = parse_search("during:2025-12");
  EXPECT_EQ(month.after, at("2025-12-01T00:00:00Z"));
  EXPECT_EQ(month.before, at("2026-01-01T00:00:00Z"));
  EXPECT_EQ(parse_search("after:2024").after, at("2025-01-01T00:00:00Z"));
}

TEST(SearchSyntax, WhatIsNoneOfThemIsAWord) {
  for (const auto* word : {"has:wings", "before:soon", "after:2026-13", "after:2026-1",
                           "is:", "from:", "in:trees", "language:german", "note:this", ":", "-",
                           "http://a.example/?q=1", "during:1969", "before:2026-02-3x"}) {
    const auto text = parse_search(word);
    EXPECT_THAT(shown(text.wanted), ElementsAre(word));
    EXPECT_THAT(text.marks, IsEmpty());
    EXPECT_FALSE(text.before || text.after) << word;
  }
}

TEST(SearchSyntax, NothingIsAnErrorAndNothingIsEndless) {
  for (const auto* nothing : {"", "   ", "\"\"", "\x01\x02", "in:all", "in:public", "-x"}) {
    EXPECT_TRUE(parse_search(nothing).empty()) << nothing;
  }
  EXPECT_FALSE(parse_search("from:me").empty());
  size_t bytes = 0;
  for (const auto& one : parse_search(std::string(100'000, 'x')).wanted) bytes += one.text.size();
  EXPECT_LE(bytes, kLongestSearch);
  EXPECT_EQ(shown(parse_search("te\x01"
                               "a \xFF")
                      .wanted)
                .front(),
            "tea");
}

}  // namespace
}  // namespace hallway
