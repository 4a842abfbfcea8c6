#include "server/recurring_terms.h"

#include <gmock/gmock.h>

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RecurringTermsTest : public ::testing::Test {
 protected:
  void add(uint32_t author, const std::string& text) {
    terms_.add({.said = posts_++, .author = author, .text = text});
  }
  void by(uint32_t people, const std::string& text) {
    for (uint32_t author = 1; author <= people; ++author) add(author, text);
  }
  std::vector<std::string> found() {
    const WordUse use{.all = all_, .with = [this](const std::string& word) {
                        const auto known = with_.find(word);
                        return known == with_.end() ? uint64_t{0} : known->second;
                      }};
    std::vector<std::string> out;
    for (const auto& term : terms_.found(use)) out.push_back(term.text);
    return out;
  }
  RecurringTerms terms_;
  std::map<std::string, uint64_t> with_;
  uint64_t all_ = 0;
  uint32_t posts_ = 0;
};

TEST_F(RecurringTermsTest, WhatThreePeopleUseIsOneHoweverOftenTwoDo) {
  for (int i = 0; i < 50; ++i) by(2, "chimney");
  EXPECT_THAT(found(), IsEmpty());
  by(3, "The Boiler, again");
  EXPECT_THAT(found(), ElementsAre("boiler"));
}

TEST_F(RecurringTermsTest, APairStandsForItsWordsWhereTheyHardlyStandAlone) {
  by(4, "the quarry kiln is hot");
  EXPECT_THAT(found(), ElementsAre("quarry kiln"));
  for (uint32_t author = 10; author < 20; ++author) add(author, "another kiln");
  EXPECT_THAT(found(), ElementsAre("kiln", "quarry kiln"));
}

TEST_F(RecurringTermsTest, WordsThatSayNothingAreNoneNorPartOfAPair) {
  by(5,
     "Today we would really like something about it, because they were there. Danke, das ist "
     "nicht mehr. Merci, c’est toujours comme avant. I don't.");
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(RecurringTermsTest, NamesHashtagsAndAddressesAreNone) {
  by(5, "@alice@design.example #pumps https://pumps.example/catalogue www.pumps.example");
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(RecurringTermsTest, OtherScriptsHaveThemToo) {
  by(3, "熱交換器が壊れた");
  by(4, "насосная станция");
  const auto all = found();
  EXPECT_THAT(all, ::testing::Contains("насосная станция"));
  EXPECT_THAT(all, ::testing::Contains(::testing::HasSubstr("交換")));
}

TEST_F(RecurringTermsTest, WhatStandsInOneOfTenPostsIsAnEverydayWord) {
  by(5, "boiler");
  all_ = 60;
  with_["boiler"] = 7;
  EXPECT_THAT(found(), IsEmpty());
  with_["boiler"] = 6;
  EXPECT_THAT(found(), ElementsAre("boiler"));
}

TEST_F(RecurringTermsTest, WhatIsWrittenAsOftenAsEverDoesNotRecur) {
  by(5, "boiler");
  by(95, "chimney sweeps");
  all_ = 2'100;
  with_["boiler"] = 105;  // five of a hundred, before and now
  EXPECT_THAT(found(), ElementsAre("chimney sweeps"));
  with_["boiler"] = 30;
  EXPECT_THAT(found(), ElementsAre("chimney sweeps", "boiler"));
}

TEST_F(RecurringTermsTest, APostCountsOnceAndIsNamed) {
  by(3, "boiler boiler boiler's");
  const auto terms = terms_.found({.all = 0, .with = [](const std::string&) { return 0; }});
  ASSERT_EQ(terms.size(), 1U);
  EXPECT_EQ(terms[0].text, "boiler");
  EXPECT_EQ(terms[0].people, 3U);
  EXPECT_THAT(terms[0].said, ElementsAre(0, 1, 2));
}

}  // namespace
}  // namespace hallway::test
