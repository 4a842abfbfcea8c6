#include "federation/attachment.h"

#include <gmock/gmock.h>

#include "tests/support/store.h"

namespace hallway::test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

std::vector<Attachment> read(const std::string& type, const Json& object) {
  Post post;
  post.type = type;
  read_attachments(object, post);
  return post.attachments;
}

Json film(int height, const std::string& href, const std::string& type = "video/mp4") {
  return {{"type", "Link"}, {"mediaType", type}, {"href", href}, {"height", height}};
}

TEST(Attachments, OfTheLinksOfAVideoTheBestThatPlaysWellIsShown) {
  const Json page = {{"type", "Link"}, {"mediaType", "text/html"}, {"href", "https://v.example/w"}};
  const Json magnet = {{"type", "Link"},
                       {"mediaType", "application/x-bittorrent;x-scheme-handler/magnet"},
                       {"href", "https://v.example/magnet"},
                       {"height", 720}};
  const auto list = [](Json tags) {
    return Json{{"type", "Link"},
                {"mediaType", "application/x-mpegURL"},
                {"href", "https://v.example/list.m3u8"},
                {"tag", std::move(tags)}};
  };
  const struct {
    Json urls;
    std::string url, media_type;
  } kCases[] = {
      {{page, film(1080, "https://v.example/1080"), film(480, "https://v.example/480"),
        film(720, "https://v.example/720")},
       "https://v.example/720",
       "video/mp4"},
      {{page, film(2160, "https://v.example/2160"), film(1080, "https://v.example/1080")},
       "https://v.example/1080",
       "video/mp4"},
      {{page, magnet, list({film(360, "https://v.example/360"), magnet})},
       "https://v.example/360",
       "video/mp4"},
      {{page, magnet, list(Json::array())}, "https://v.example/list.m3u8", "application/x-mpegURL"},
      {{page}, "https://v.example/w", "text/html"},
  };
  for (const auto& c : kCases) {
    const auto files = read("Video", {{"type", "Video"}, {"url", c.urls}});
    ASSERT_THAT(files, SizeIs(1)) << c.urls;
    EXPECT_EQ(files[0].type, "Video");
    EXPECT_EQ(files[0].url.text(), c.url);
    EXPECT_EQ(files[0].media_type, c.media_type);
  }
}

TEST(Attachments, AVideoIsSeenByTheWidestOfItsPictures) {
  const Json icons = {{{"type", "Image"}, {"url", "https://v.example/s.jpg"}, {"width", 280}},
                      {{"type", "Image"}, {"url", "https://v.example/l.jpg"}, {"width", 850}},
                      {{"type", "Image"}, {"url", "javascript:x"}, {"width", 9'000}}};
  const auto files =
      read("Video", {{"type", "Video"}, {"url", "https://v.example/1.mp4"}, {"icon", icons}});
  ASSERT_THAT(files, SizeIs(1));
  EXPECT_EQ(files[0].preview.text(), "https://v.example/l.jpg");
}

TEST(Attachments, WhatAPageIsAboutIsALinkAndAFileIsAFile) {
  const struct {
    std::string post;
    Json link;
    std::string type;
  } kCases[] = {
      {"Page", {{"href", "https://news.example/story"}}, "Link"},
      {"Page", {{"href", "https://news.example/story"}, {"mediaType", "text/html"}}, "Link"},
      {"Page", {{"href", "https://news.example/1.png"}}, "Image"},
      {"Page", {{"href", "https://news.example/1.webm"}}, "Video"},
      {"Page", {{"href", "https://news.example/1"}, {"mediaType", "application/pdf"}}, "Document"},
      {"Note", {{"href", "https://news.example/story"}}, "Document"},
  };
  for (auto c : kCases) {
    c.link["type"] = "Link";
    const auto files = read(c.post, {{"attachment", Json::array({c.link})}});
    ASSERT_THAT(files, SizeIs(1)) << c.link;
    EXPECT_EQ(files[0].type, c.type) << c.link;
  }
}

TEST(Attachments, ThePictureOfALinkedPageStandsForItAndIsNoFileOfItsOwn) {
  const Json link = {{"type", "Link"}, {"href", "https://news.example/story"}};
  const Json picture = {{"type", "Image"}, {"url", "https://l.example/thumb.png"}};
  const auto files = read("Page", {{"attachment", Json::array({link})}, {"image", picture}});
  ASSERT_THAT(files, SizeIs(1));
  EXPECT_EQ(files[0].preview.text(), "https://l.example/thumb.png");
  const Json direct = {{"type", "Link"}, {"href", "https://l.example/thumb.png"}};
  EXPECT_THAT(read("Page", {{"attachment", Json::array({direct})}, {"image", picture}}), SizeIs(1))
      << "a linked picture is shown once";
}

TEST(Attachments, AnAnsweredDocumentIsItsOwnFileUnlessItIsAPage) {
  const Json pdf = {
      {"type", "Document"}, {"mediaType", "application/pdf"}, {"url", "https://r.example/1.pdf"}};
  ASSERT_THAT(read("Document", pdf), SizeIs(1));
  EXPECT_EQ(read("Document", pdf)[0].type, "Document");
  const Json page = {
      {"type", "Document"}, {"mediaType", "text/html"}, {"url", "https://r.example/1"}};
  EXPECT_THAT(read("Document", page), IsEmpty());
}

TEST(Attachments, AFilmSaysHowLongItIsAndWhatItLooksLike) {
  const Attachment film{.type = "Video",
                        .media_type = "video/mp4",
                        .url = iri("https://a.example/1.mp4"),
                        .preview = iri("https://a.example/1.jpg"),
                        .duration = Duration{83'005}};
  const auto json = attachment_json(film);
  EXPECT_EQ(json["duration"], "PT83.005S");
  EXPECT_EQ(
      json["icon"],
      (Json{{"type", "Image"}, {"mediaType", "image/jpeg"}, {"url", "https://a.example/1.jpg"}}));
  const auto read_back = read("Note", {{"attachment", json}});
  ASSERT_THAT(read_back, SizeIs(1));
  EXPECT_EQ(read_back[0].duration, film.duration);
  EXPECT_EQ(read_back[0].preview, film.preview);
}

TEST(Attachments, ALengthIsReadInTheFormsThatOthersSend) {
  const struct {
    const char* text;
    int64_t ms;
  } kCases[] = {{"PT1H2M3S", 3'723'000},
                {"PT1.5S", 1'500},
                {"PT90M", 5'400'000},
                {"PT", 0},
                {"P1D", 0},
                {"PT-5S", 0},
                {"PT5", 0},
                {"PT5X", 0},
                {"PTinfS", 0},
                {"PT1e99S", 0},
                {"five minutes", 0},
                {"", 0},
                {"PT999999H", 4'000'000'000}};
  for (const auto& [text, ms] : kCases) {
    const auto files = read("Note", {{"attachment",
                                      {{"type", "Video"},
                                       {"mediaType", "video/mp4"},
                                       {"url", "https://v.example/1.mp4"},
                                       {"duration", text}}}});
    ASSERT_THAT(files, SizeIs(1));
    EXPECT_EQ(files[0].duration.ms, ms) << text;
  }
}

TEST(Attachments, OfEndlessLinksTheFirstCount) {
  Json links = Json::array();
  for (int i = 0; i < 5'000; ++i)
    links.push_back(film(i, "https://v.example/" + std::to_string(i)));
  const auto files = read("Video", {{"type", "Video"}, {"url", links}});
  ASSERT_THAT(files, SizeIs(1));
  EXPECT_EQ(files[0].url.text(), "https://v.example/199") << "of the first 200 the tallest";
}

}  // namespace
}  // namespace hallway::test
