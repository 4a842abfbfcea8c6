#include "federation/captions.h"

#include <gmock/gmock.h>

#include "federation/attachment.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Caption kGerman{"de", "Deutsch", iri("https://v.example/de.vtt")};

Json film_with(const Json& captions) {
  return {{"type", "Video"},
          {"mediaType", "video/mp4"},
          {"url", "https://v.example/1.mp4"},
          {"subtitleLanguage", captions}};
}

Json item(const char* language, const Json& url, const char* name = "Deutsch") {
  return {{"identifier", language}, {"name", name}, {"url", url}};
}

TEST(Captions, ALanguageIsWrittenAsItIsUsually) {
  for (const auto& [text, tag] : {std::pair{"de", "de"},
                                  {"EN", "en"},
                                  {"pt-br", "pt-BR"},
                                  {"ZH-hant-tw", "zh-Hant-TW"},
                                  {"es-419", "es-419"},
                                  {"de-1996", "de-1996"},
                                  {"sr-Latn-RS-ekavsk", "sr-Latn-RS-ekavsk"}}) {
    EXPECT_EQ(language_tag_of(text), tag);
  }
  for (const std::string text :
       {"", "d", "-de", "de-", "de--AT", "de_AT", "1de", "de AT", "deutschland", "de/../x", "dé",
        "en-12345678-12345678-12345678-123456"}) {
    EXPECT_EQ(language_tag_of(text), "") << text;
  }
}

TEST(Captions, ComeBackAsTheyWentOut) {
  Attachment film{.type = "Video", .media_type = "video/mp4", .url = iri("https://a.example/1")};
  EXPECT_FALSE(attachment_json(film).contains("subtitleLanguage"));
  film.captions = {kGerman};
  const auto out = attachment_json(film);
  EXPECT_EQ(out["subtitleLanguage"], Json::array({item("de", "https://v.example/de.vtt")}));
  EXPECT_THAT(read_captions(out), ElementsAre(kGerman));
}

TEST(Captions, OfAVideoOfPeerTubeAreThoseOfItsFile) {
  Post post;
  post.type = "Video";
  read_attachments(film_with({item("de", "https://v.example/de.vtt")}), post);
  ASSERT_EQ(post.attachments.size(), 1U);
  EXPECT_THAT(post.attachments[0].captions, ElementsAre(kGerman));
}

TEST(Captions, AreReadInTheFormsThatOthersSend) {
  const Json list = {
      {{"type", "Link"},
       {"mediaType", "application/x-mpegURL"},
       {"href", "https://v.example/de.m3u8"}},
      {{"type", "Link"}, {"mediaType", "text/vtt"}, {"href", "https://v.example/de.vtt"}}};
  EXPECT_THAT(read_captions(film_with(Json::array({item("de", list)}))), ElementsAre(kGerman));
  EXPECT_THAT(read_captions(film_with(item("DE", "https://v.example/de.vtt"))),
              ElementsAre(kGerman));
  const auto unnamed = read_captions(film_with(item("de", "https://v.example/de.vtt", "")));
  ASSERT_EQ(unnamed.size(), 1U);
  EXPECT_EQ(unnamed[0].label, "de");
}

TEST(Captions, WhatNamesNoLanguageOrNoFileIsLeftOut) {
  const Json of_no_use[] = {
      nullptr,
      "de",
      Json::array(),
      {{"identifier", "de"}},
      item("", "https://v.example/de.vtt"),
      item("de", "javascript:alert(1)"),
      item("de", Json::array()),
      item("../de", "https://v.example/de.vtt"),
      Json{{"identifier", 7}, {"url", "https://v.example/de.vtt"}},
  };
  for (const auto& one : of_no_use) {
    EXPECT_THAT(read_captions(film_with(Json::array({one}))), IsEmpty()) << one;
  }
}

TEST(Captions, OfALanguageTheFirstCountAndOfEndlessOnesAFew) {
  Json many = Json::array(
      {item("de", "https://v.example/de.vtt"), item("de", "https://v.example/other.vtt")});
  for (int i = 100; i < 900; ++i) {
    many.push_back(item(("en-" + std::to_string(i)).c_str(), "https://v.example/en.vtt"));
  }
  const auto read = read_captions(film_with(many));
  ASSERT_EQ(read.size(), kMostCaptions);
  EXPECT_EQ(read[0], kGerman);
}

}  // namespace
}  // namespace hallway::test
