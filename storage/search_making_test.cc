#include "storage/search_making.h"

#include <gmock/gmock.h>

#include <vector>

namespace hallway {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

std::vector<std::string> terms_of(const Xapian::Document& document) {
  std::vector<std::string> terms;
  for (auto at = document.termlist_begin(); at != document.termlist_end(); ++at) {
    terms.push_back(*at);
  }
  return terms;
}

TEST(SearchMaking, APostIsFoundByItsWordsItsStemsAndWhatItIs) {
  Stems stems;
  const auto made = make_document({.id = {7},
                                   .author = {3},
                                   .texts = {"The pumps leak"},
                                   .language = "en-GB",
                                   .topic = "heating",
                                   .marks = {"has:poll"},
                                   .reach = Label::partners},
                                  stems);
  const auto terms = terms_of(made.document);
  for (const auto* term : {"pumps", "Zpump", "leak", "Kp", "Mhas:poll", "R1", "R2"}) {
    EXPECT_THAT(terms, Contains(term));
  }
  EXPECT_THAT(terms, Not(Contains("Zleak"))) << "which is its own stem";
  EXPECT_THAT(terms, Not(Contains("R3"))) << "it goes to partners and no farther";
  EXPECT_THAT(terms, Not(Contains("S"))) << "its words are suggested to nobody";
  EXPECT_THAT(made.languages, ElementsAre("en"));
}

TEST(SearchMaking, AnActorsWordsAreNotThoseOfAPost) {
  Stems stems;
  const auto made = make_document(
      {.kind = Searched::actor, .id = {7}, .texts = {"Ada mends pumps"}, .open = true}, stems);
  const auto terms = terms_of(made.document);
  for (const auto* term : {"Uada", "Upumps", "UZpump", "Ka", "S"})
    EXPECT_THAT(terms, Contains(term));
  EXPECT_THAT(terms, Not(Contains("ada")));
  EXPECT_THAT(made.languages, ElementsAre("en")) << "without a language, by their script";
}

}  // namespace
}  // namespace hallway
