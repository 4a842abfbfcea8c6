#include "server/api/media_entity.h"

#include <gtest/gtest.h>

#include "tests/support/store.h"

namespace hallway::test {
namespace {

Attachment plain(const char* type, const char* media_type) {
  return {.type = type, .media_type = media_type, .url = iri("https://a.example/1")};
}

TEST(MediaEntity, IsOfTheKindThatClientsKnow) {
  auto loop = plain("Video", "video/mp4");
  loop.loop = true;
  EXPECT_EQ(api::media_json(loop, true)["type"], "gifv");
  EXPECT_EQ(api::media_json(plain("Video", "video/mp4"), true)["type"], "video");
  EXPECT_EQ(api::media_json(plain("Document", "image/png"), true)["type"], "image");
  EXPECT_EQ(api::media_json(plain("Audio", ""), true)["type"], "audio");
  EXPECT_EQ(api::media_json(plain("Document", "application/pdf"), true)["type"], "unknown");
}

TEST(MediaEntity, HasNoAddressBeforeItIsReady) {
  const auto json = api::media_json(plain("Video", "video/mp4"), false);
  EXPECT_TRUE(json["url"].is_null());
  EXPECT_TRUE(json["preview_url"].is_null());
  EXPECT_EQ(json["meta"], Json::object());
}

TEST(MediaEntity, HasAnIdThatLastsAlsoWhereNobodyUploadedItHere) {
  Post post;
  post.id = Id{100};
  post.attachments = {plain("Image", "image/png"), plain("Image", "image/png")};
  post.attachments[0].id = Id{7};
  EXPECT_EQ(api::media_id(post, 0), Id{7});
  EXPECT_EQ(api::media_id(post, 1), Id{101});
  EXPECT_EQ(api::media_json(Home(), post, 1)["id"], "101");
}

TEST(MediaEntity, HasCaptionsWhereItSpeaks) {
  auto film = plain("Video", "video/mp4"), picture = plain("Image", "image/png");
  film.captions = picture.captions = {{"de", "Deutsch", iri("https://a.example/media/de.vtt")}};
  const Json german = {
      {"language", "de"}, {"label", "Deutsch"}, {"url", "https://a.example/media/de.vtt"}};
  for (const bool ready : {false, true}) {
    EXPECT_EQ(api::media_json(film, ready)["captions"], Json::array({german}));
  }
  EXPECT_EQ(api::media_json(plain("Audio", ""), true)["captions"], Json::array());
  EXPECT_FALSE(api::media_json(picture, true).contains("captions"));
  Post post;
  post.local = true;
  post.attachments = {film};
  EXPECT_EQ(api::media_json(Home(), post, 0)["captions"], Json::array({german}));
}

}  // namespace
}  // namespace hallway::test
