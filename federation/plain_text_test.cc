#include "federation/plain_text.h"

#include <gtest/gtest.h>

#include "storage/values/random.h"

namespace hallway {
namespace {

TEST(PlainText, WhatCannotBeShownIsReplacedOrDropped) {
  const struct {
    std::string given, clean;
  } kCases[] = {
      {"", ""},
      {"Größe 日本 😀", "Größe 日本 😀"},
      {"a\r\nb\rc\nd", "a\nb\nc\nd"},
      {"a\tb", "a\tb"},
      {std::string("a\0b", 3), "ab"},
      {"a\x01\x1f\x7f"
       "b",
       "ab"},
      {"a\xff"
       "b",
       "a\uFFFDb"},
      {"a\xc3", "a\uFFFD"},  // cut in the middle
      {"a\xed\xa0\x80"
       "b",
       "a\uFFFD\uFFFD\uFFFDb"},  // a surrogate
      {"a\uFFFE\uFFFF"
       "b",
       "ab"},
      {"a\u0085"
       "b",
       "ab"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(clean_text(c.given), c.clean) << c.given;
    EXPECT_EQ(is_clean_text(c.given), c.given == c.clean) << c.given;
  }
}

TEST(PlainText, CleaningAgainChangesNothing) {
  SeededRandom random(5);
  for (int i = 0; i < 2'000; ++i) {
    const auto bytes = random.bytes(random.u64() % 40);
    const auto once = clean_text(bytes);
    EXPECT_EQ(clean_text(once), once);
    EXPECT_TRUE(is_clean_text(once));
    EXPECT_EQ(is_clean_text(bytes), bytes == once);
  }
}

TEST(PlainText, APrefixCutsNoCharacter) {
  const std::string text = "aü日😀";  // 1, 2, 3 and 4 bytes
  const std::string_view expected[] = {"",     "a",    "a",    "aü",   "aü",    "aü",
                                       "aü日", "aü日", "aü日", "aü日", "aü日😀", "aü日😀"};
  for (size_t bytes = 0; bytes < std::size(expected); ++bytes) {
    EXPECT_EQ(utf8_prefix(text, bytes), expected[bytes]) << bytes;
  }
}

TEST(PlainText, APrefixOfWhatIsNoTextEndsToo) {
  const std::string tails(10, '\x80');
  EXPECT_LE(utf8_prefix(tails, 5).size(), 5U);
  EXPECT_EQ(utf8_prefix("", 5), "");
}

}  // namespace
}  // namespace hallway
