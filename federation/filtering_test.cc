#include "federation/filtering.h"

#include <gmock/gmock.h>

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Time kLunch{1'700'000'000'000};
constexpr Id kReader{1}, kWriter{2};

Filter words(std::vector<FilterKeyword> list) {
  return {.id = Id{9}, .owner = kReader, .contexts = kFilterHome, .keywords = std::move(list)};
}

std::vector<std::string> met(const Filter& filter, const Post& post) {
  const Filtering filtering({filter}, kLunch);
  const auto found = filtering.met_by(post);
  return found.empty() ? std::vector<std::string>() : found.front().keywords;
}

Post post_of(const std::string& content) {
  return {.id = Id{5}, .author = kWriter, .content = content};
}

TEST(Filtering, WordsAreFoundAsTheirOwnerMeantThem) {
  struct Case {
    std::string word;
    bool whole;
    std::string content;
    bool found;
  };
  const Case cases[] = {
      {"tea", false, "<p>Steam</p>", true},
      {"tea", true, "<p>Steam</p>", false},
      {"tea", true, "<p>Green <b>TEA</b>!</p>", true},
      {"tea", true, "<p>steam, then tea</p>", true},
      {"tea", false, "<p>coffee</p>", false},
      {"STRASSE", false, "<p>an der Straße</p>", true},
      {"ärger", true, "<p>so viel Ärger.</p>", true},
      {"рабо", true, "<p>работа</p>", false},
      {"#tea", true, "<p>likes #tea</p>", true},
      {"c++", true, "<p>c++, rust</p>", true},
      {"green tea", true, "<p>the green tea room</p>", true},
      {"<b>", false, "<p>Green <b>tea</b></p>", false},
      {"", false, "<p>anything</p>", false},
  };
  for (const auto& one : cases) {
    const auto found =
        met(words({{.text = one.word, .whole_word = one.whole}}), post_of(one.content));
    EXPECT_EQ(!found.empty(), one.found) << one.word << " in " << one.content;
  }
}

TEST(Filtering, EverythingThatIsReadIsSearched) {
  const auto noise = words({{.text = "noise"}});
  Post post = post_of("<p>calm</p>");
  EXPECT_THAT(met(noise, post), IsEmpty());
  post.summary = "Noise ahead";
  EXPECT_THAT(met(noise, post), ElementsAre("noise"));
  post.summary.clear();
  post.title = "On noise";
  EXPECT_THAT(met(noise, post), ElementsAre("noise"));
  post.title.clear();
  post.attachments.push_back({.name = "a picture of noise"});
  EXPECT_THAT(met(noise, post), ElementsAre("noise"));
  post.attachments.clear();
  post.poll = Poll{.options = {{"calm", 0}, {"noise", 0}}};
  EXPECT_THAT(met(noise, post), ElementsAre("noise"));
}

TEST(Filtering, ASinglePostIsMetByItsNumber) {
  Filter filter = words({});
  filter.posts.push_back({.post = Id{5}});
  const Filtering filtering({filter}, kLunch);
  const auto found = filtering.met_by(post_of("<p>calm</p>"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].post);
  EXPECT_THAT(found[0].keywords, IsEmpty());
  EXPECT_EQ(found[0].filter->id, Id{9});
  Post other = post_of("<p>calm</p>");
  other.id = Id{6};
  EXPECT_THAT(filtering.met_by(other), IsEmpty());
}

TEST(Filtering, WhatHasEndedAndWhatOneWroteOneselfIsNotFiltered) {
  auto filter = words({{.text = "noise"}});
  filter.expires = kLunch;
  EXPECT_THAT(met(filter, post_of("noise")), IsEmpty());
  filter.expires = kLunch + seconds(1);
  EXPECT_THAT(met(filter, post_of("noise")), ElementsAre("noise"));
  auto own = post_of("noise");
  own.author = kReader;
  EXPECT_THAT(met(filter, own), IsEmpty());
}

}  // namespace
}  // namespace hallway::test
