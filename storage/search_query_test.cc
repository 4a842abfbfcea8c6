#include "storage/search_query.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/support/indexed.h"

namespace hallway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class SearchQueryTest : public test::IndexTest {};

TEST_F(SearchQueryTest, FindsSentencesInEachScript) {
  struct Case {
    const char *language, *sentence, *asked;
  };
  const Case cases[] = {
      {"en", "Our welders repaired both bridges before the storm.", "welder repairing bridge"},
      {"de", "Die Häuser am Hafen bekommen neue Türen.", "haus tür"},
      {"fr", "Les élèves préparent une exposition sur les forêts.", "eleve foret"},
      {"ru", "Мы ищем переводчика для новых договоров.", "переводчики договор"},
      {"zh", "我们正在测试新的搜索系统。", "搜索系统"},
      {"ja", "来週の会議は大阪の事務所で行います。", "大阪 会議"},
      {"ko", "우리 부서는 새로운 번역가를 찾고 있습니다.", "번역가 부서"},
      {"ar", "نبحث عن مهندسين للمكتبة الجديدة في المدينة.", "مهندس المدينة"},
      {"th", "พรุ่งนี้เรามีประชุมที่สำนักงาน", "ประชุม"},
  };
  uint64_t id = 0;
  for (const auto& one : cases) put(++id, one.sentence, one.language);
  id = 0;
  for (const auto& one : cases) {
    EXPECT_THAT(find_words(one.asked), ElementsAre(++id)) << one.language;
  }
}

TEST_F(SearchQueryTest, APhraseStandsAsItIsSaid) {
  put(1, "the green tea of the morning");
  put(2, "tea that is green");
  EXPECT_THAT(find_exact("green tea"), ElementsAre(1));
  EXPECT_THAT(find_words("green-tea"), ElementsAre(1)) << "written as one";
  EXPECT_THAT(find_words("green tea"), UnorderedElementsAre(1, 2));
  EXPECT_THAT(find_exact("Teas"), IsEmpty()) << "in this form";
  put(3, "東京都の庭");
  EXPECT_THAT(find_exact("京都の庭"), ElementsAre(3));
  EXPECT_THAT(find_exact("都京"), IsEmpty());
  EXPECT_THAT(find_words("庭"), ElementsAre(3));
}

TEST_F(SearchQueryTest, NoPhraseGoesFromOneTextIntoTheNext) {
  auto document = text(1, "we like green");
  document.texts.emplace_back("tea is served");
  put(document);
  EXPECT_THAT(find_exact("green tea"), IsEmpty());
}

TEST_F(SearchQueryTest, AllWordsComeFirstAndSomeFollowWhereFewHaveAll) {
  put(1, "tea tea tea");
  put(2, "coffee and a long story about many other things than tea");
  EXPECT_THAT(find_words("tea coffee"), ElementsAre(2, 1));
  EXPECT_TRUE(last_.relaxed);
  for (uint64_t id = 3; id < 9; ++id) put(id, "tea with coffee");
  EXPECT_EQ(find_words("tea coffee").size(), 7U);
  EXPECT_FALSE(last_.relaxed);
}

TEST_F(SearchQueryTest, OfThoseWithSomeWordsAPageIsAsFullAsAnother) {
  put(1, "tea and coffee");
  for (uint64_t id = 2; id < 10; ++id) put(id, id % 2 == 0 ? "tea" : "coffee, coffee");
  std::vector<uint64_t> all;
  for (size_t offset = 0; offset < 9; offset += 2) {
    const auto page = find({.wanted = {{"tea coffee"}}, .offset = offset, .limit = 2});
    EXPECT_EQ(last_.more, offset < 8) << offset;
    all.insert(all.end(), page.begin(), page.end());
  }
  EXPECT_EQ(all.front(), 1U);
  std::ranges::sort(all);
  EXPECT_THAT(all, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9)) << "each once";
  EXPECT_THAT(find_words("tea nowhere"), SizeIs(5)) << "a word that nobody wrote";
  EXPECT_THAT(find_words("nowhere never"), IsEmpty());
}

TEST_F(SearchQueryTest, WhatIsNotWantedAndWhatIsElsewhereIsLeftOut) {
  auto one = text(1 << 20, "green tea"), other = text(2 << 20, "black tea");
  one.marks = {"has:media", "language:en"};
  other.marks = {"has:poll"};
  put(one);
  put(other);
  const std::vector<SearchPhrase> tea{{"tea"}};
  EXPECT_THAT(find({.wanted = tea, .unwanted = {{"green"}}}), ElementsAre(2 << 20));
  EXPECT_THAT(find({.wanted = tea, .marks = {{"has:media"}}}), ElementsAre(1 << 20));
  EXPECT_THAT(find({.wanted = tea, .without = {"has:media"}}), ElementsAre(2 << 20));
  EXPECT_THAT(find({.wanted = tea, .authors = {one.author}}), ElementsAre(1 << 20));
  EXPECT_THAT(find({.wanted = tea, .not_authors = {one.author}}), ElementsAre(2 << 20));
  EXPECT_THAT(find({.wanted = tea, .after = one.id}), ElementsAre(2 << 20));
  EXPECT_THAT(find({.wanted = tea, .before = other.id}), ElementsAre(1 << 20));
  EXPECT_THAT(find({.wanted = tea, .after = one.id, .before = other.id}), IsEmpty());
  EXPECT_THAT(find({.marks = {{"has:media", "has:poll"}}}), ElementsAre(2 << 20, 1 << 20))
      << "the newest first";
}

TEST_F(SearchQueryTest, PagesAreFullWhateverMayNotBeFound) {
  for (uint64_t id = 1; id <= 60; ++id) put(id, "tea");
  may_ = [](Id id) { return id.value % 3 == 0; };
  EXPECT_THAT(find({.wanted = {{"tea"}}, .limit = 4}), ElementsAre(60, 57, 54, 51));
  EXPECT_TRUE(last_.more);
  EXPECT_THAT(find({.wanted = {{"tea"}}, .offset = 18, .limit = 4}), ElementsAre(6, 3));
  EXPECT_FALSE(last_.more);
}

TEST_F(SearchQueryTest, NothingThatIsTypedIsSyntax) {
  put(1, "tea");
  for (const auto* typed :
       {"", " ", "!!!", "AND", "OR NOT", "(", "tea*", "Qp", "A\x01", "\"", "NEAR/3", "\xFF\xFE",
        "tea OR", "-", "--", ":::", "a:b", "Ztea", "\x01\x02"}) {
    const auto found = find_words(typed);
    EXPECT_EQ(!found.empty(), std::string_view(typed).starts_with("tea")) << typed;
    EXPECT_EQ(!find_exact(typed).empty(), std::string_view(typed) == "tea*") << typed;
  }
  std::string many;
  for (int i = 0; i < 5'000; ++i) many += "w" + std::to_string(i) + " ";
  EXPECT_THAT(find_words(many), IsEmpty());
  EXPECT_THAT(find_words(std::string(100'000, 'x')), IsEmpty());
}

TEST_F(SearchQueryTest, CommonWordsAloneFindWhatHasThem) {
  put(1, "to be or not to be");
  EXPECT_THAT(find_words("to be"), ElementsAre(1));
}

TEST_F(SearchQueryTest, TheLastWordMayGoOn) {
  auto alice = text(1, "alice Älice Liddell");
  alice.kind = Searched::actor;
  put(alice);
  const auto people = [&](const char* typed) {
    return find({.kind = Searched::actor, .wanted = {{typed}}, .beginnings = true});
  };
  EXPECT_THAT(people("ali"), ElementsAre(1));
  EXPECT_THAT(people("liddell al"), ElementsAre(1));
  EXPECT_THAT(people("lice"), IsEmpty());
}

TEST_F(SearchQueryTest, SpellingIsMendedByWordsOfOpenDocumentsAlone) {
  put(1, "lighthouse keepers");
  auto secret = text(2, "merger negotiations");
  secret.open = false;
  put(secret);
  EXPECT_EQ(respelled(*index_, "the lighthuose!"), "the lighthouse!");
  EXPECT_EQ(respelled(*index_, "negotiatons"), std::nullopt);
  must(index_->erase(Searched::post, {1}));
  must(index_->commit("2"));
  EXPECT_EQ(respelled(*index_, "lighthuose"), std::nullopt);
}

}  // namespace
}  // namespace hallway
