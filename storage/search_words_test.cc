#include "storage/search_words.h"

#include <gmock/gmock.h>

namespace hallway {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> out;
  for (const auto& word : search_words(composed(text))) out.push_back(word.text);
  return out;
}

std::string stem_in(std::string_view language, std::string_view text) {
  Stems stems;
  const auto words = search_words(text);
  return words.empty() ? std::string() : stems.stem(words.front(), language);
}

TEST(SearchWords, CaseAccentsAndWidthDoNotCount) {
  EXPECT_THAT(words_in("Élodie's ÜBER-Straße"), ElementsAre("elodie", "s", "uber", "strasse"));
  EXPECT_THAT(words_in("ＡＢＣ １２"), ElementsAre("abc", "12"));
  EXPECT_THAT(words_in("Ещё йод"), ElementsAre("еще", "иод"));
  EXPECT_THAT(words_in("مُكْتَبَة أحمد"), ElementsAre("مكتبة", "احمد"));
  EXPECT_EQ(words_in("cafe\u0301"), words_in("caf\u00E9"));
}

TEST(SearchWords, ScriptsWithoutSpacesAreReadByTheCharacter) {
  const auto words = search_words("東京タワー と tea");
  ASSERT_EQ(words.size(), 7U);
  EXPECT_FALSE(words[0].joined);
  EXPECT_TRUE(words[4].joined) << "ー belongs to タワ";
  EXPECT_TRUE(words[5].character);
  EXPECT_FALSE(words[5].joined) << "there is a space before it";
  EXPECT_FALSE(words[6].character);
  EXPECT_EQ(words_in("검색").size(), 2U);
  EXPECT_EQ(words_in("น้ำชา").size(), 5U);
}

TEST(SearchWords, SignsAreNothingButThoseOfNamesOfLanguages) {
  EXPECT_THAT(words_in("C++ and C# or a+b, f(x)"),
              ElementsAre("c++", "and", "c#", "or", "a", "b", "f", "x"));
  EXPECT_THAT(words_in("!?… \x01\xFF --"), ElementsAre());
  const auto parts = search_words("media_files now");
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_TRUE(parts[1].near);
  EXPECT_FALSE(parts[2].near);
}

TEST(SearchWords, AWordIsWhereItSaysAndOfBoundedLength) {
  const std::string text = "Grüne Tees";
  const auto words = search_words(text);
  EXPECT_EQ(text.substr(words[1].begin, words[1].end - words[1].begin), "Tees");
  EXPECT_EQ(words_in(std::string(5'000, 'x')).front().size(), 64U);
}

TEST(SearchWords, StemsAreOfTheLanguage) {
  EXPECT_EQ(stem_in("en", "Connections"), stem_in("en", "connected"));
  EXPECT_EQ(stem_in("de-AT", "Häuser"), stem_in("de", "Haus"));
  EXPECT_EQ(stem_in("fr", "élèves"), stem_in("fr", "élève"));
  EXPECT_EQ(stem_in("ru", "поиска"), stem_in("ru", "поиском"));
  EXPECT_EQ(stem_in("ar", "المكتبات"), stem_in("ar", "مكتبة"));
  EXPECT_EQ(stem_in("tlh", "Connections"), "connections");
  EXPECT_EQ(language_by_script("Чай: tea"), "ru");
  EXPECT_EQ(language_by_script("12 東京"), "");
}

}  // namespace
}  // namespace hallway
