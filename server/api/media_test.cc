#include "server/api/media.h"

#include <gmock/gmock.h>

#include "server/demo_picture.h"
#include "storage/media.h"
#include "tests/support/films.h"
#include "tests/support/uploading.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class ApiMedia : public UploadTest {
 protected:
  std::string path_of(const Json& media, const char* key) {
    const auto url = Iri::parse(find_string(media, key).value_or(""));
    return url.ok() ? std::string(url->path()) : std::string();
  }
  std::string error_of(const Response& response) {
    return std::string(find_string(json(response), "error").value_or(""));
  }
  const std::string png_ = demo::draw_picture("bearing");
};

TEST_F(ApiMedia, APhotoIsReadyWhenItIsAnswered) {
  const auto response =
      upload(alice_, a_photo(), {{"description", "Bars of colour"}, {"focus", "0.5,-0.25"}});
  ASSERT_EQ(response.status, 200) << response.body;
  const auto media = json(response);
  EXPECT_EQ(media["type"], "image");
  EXPECT_EQ(media["description"], "Bars of colour");
  EXPECT_EQ(media["meta"]["original"]["size"], "800x600");
  EXPECT_EQ(media["meta"]["small"]["width"], 640);
  EXPECT_EQ(media["meta"]["focus"]["x"], 0.5);
  EXPECT_EQ(media["blurhash"].get<std::string>().size(), 28U);
  EXPECT_EQ(header(get(path_of(media, "url")), "Content-Type"), "image/jpeg");
  EXPECT_EQ(get(path_of(media, "preview_url")).status, 200);
  EXPECT_EQ(count_files("work"), 0U);
  EXPECT_EQ(call("GET", "/api/v1/media/" + media["id"].get<std::string>(), alice_).status, 200);
}

TEST_F(ApiMedia, AFilmIsMadeReadyAfterwardsAndItsClientAsksAgain) {
  const auto response = upload(alice_, a_film(), {{"description", "A test"}});
  ASSERT_EQ(response.status, 202) << response.body;
  auto media = json(response);
  EXPECT_TRUE(media["url"].is_null());
  EXPECT_EQ(media["type"], "video");
  const auto path = "/api/v1/media/" + media["id"].get<std::string>();
  EXPECT_EQ(call("GET", path, alice_).status, 206);
  EXPECT_EQ(call("PUT", path, alice_, {{"description", "Better words"}}).status, 206);
  EXPECT_EQ(node_->run_due(), 1U);
  const auto ready = call("GET", path, alice_);
  ASSERT_EQ(ready.status, 200) << ready.body;
  media = json(ready);
  EXPECT_EQ(media["description"], "Better words");
  EXPECT_EQ(media["meta"]["original"]["width"], 160);
  EXPECT_NEAR(media["meta"]["original"]["duration"].get<double>(), 1, 0.2);
  EXPECT_EQ(header(get(path_of(media, "url")), "Content-Type"), "video/mp4");
  EXPECT_EQ(header(get(path_of(media, "preview_url")), "Content-Type"), "image/jpeg");
  EXPECT_EQ(count_files("work"), 0U);
}

TEST_F(ApiMedia, OfTheFirstVersionAnswersWhenAllIsReady) {
  const auto response = send("POST", "/api/v1/media", alice_, {{}, {{"file", a_sound()}}});
  ASSERT_EQ(response.status, 200) << response.body;
  const auto media = json(response);
  EXPECT_EQ(media["type"], "audio");
  EXPECT_EQ(header(get(path_of(media, "url")), "Content-Type"), "audio/mpeg");
  EXPECT_TRUE(media["preview_url"].is_null());
}

TEST_F(ApiMedia, SurvivesARestartWhileItWaits) {
  const auto id = uploaded(alice_, a_film());
  open(FederationMode::open);
  EXPECT_EQ(node_->run_due(), 1U);
  EXPECT_EQ(call("GET", "/api/v1/media/" + id, alice_).status, 200);
}

TEST_F(ApiMedia, ThatCannotBeShownIsRefusedAndLeavesNothingBehind) {
  const auto photo = a_photo();
  struct Case {
    std::string bytes;
    const char* says;
  };
  for (const auto& [bytes, says] : {Case{"<script>alert(1)</script>", "no picture, film or sound"},
                                    Case{photo.substr(0, photo.size() / 2), "damaged"},
                                    Case{"GIF89a" + std::string(200, 'x'), "damaged"}}) {
    const auto response = upload(alice_, bytes);
    EXPECT_EQ(response.status, 422);
    EXPECT_THAT(error_of(response), HasSubstr(says));
  }
  EXPECT_EQ(count_files("media"), 0U);
  EXPECT_EQ(count_files("work"), 0U);
  EXPECT_EQ(node_->read()->count(Table::media), 0U);
}

TEST_F(ApiMedia, ThatTurnsOutToBeDamagedWhileItIsMadeReadySaysSo) {
  const auto film = a_film();
  const auto id = uploaded(alice_, film.substr(0, 300));
  node_->run_due();
  const auto failed = call("GET", "/api/v1/media/" + id, alice_);
  EXPECT_EQ(failed.status, 422);
  EXPECT_THAT(error_of(failed), HasSubstr("damaged"));
  EXPECT_EQ(count_files("work"), 0U);
  EXPECT_EQ(count_files("media"), 0U);
  const auto posted = call("POST", "/api/v1/statuses", alice_,
                           {{"status", "See"}, {"media_ids", Json::array({id})}});
  EXPECT_EQ(posted.status, 422);
  EXPECT_THAT(error_of(posted), HasSubstr("could not be made ready"));
}

TEST_F(ApiMedia, NeedsAFileATokenAndItsScope) {
  EXPECT_EQ(send("POST", "/api/v2/media", alice_, {{{"description", "x"}}, {}}).status, 422);
  EXPECT_EQ(upload("no-such-token", png_).status, 401);
  const auto reader = person("carol", "read write:statuses");
  EXPECT_EQ(upload(reader, png_).status, 403);
}

TEST_F(ApiMedia, WordsThatCannotBeAreRefused) {
  EXPECT_EQ(upload(alice_, png_, {{"focus", "2,0"}}).status, 422);
  EXPECT_EQ(upload(alice_, png_, {{"focus", "left"}}).status, 422);
  EXPECT_EQ(upload(alice_, png_, {{"description", std::string(1'501, 'x')}}).status, 422);
  EXPECT_EQ(node_->read()->count(Table::media), 0U);
}

TEST_F(ApiMedia, IsItsOwnersAlone) {
  const auto path = "/api/v1/media/" + uploaded(alice_, png_);
  EXPECT_EQ(call("GET", path, bob_).status, 404);
  EXPECT_EQ(call("PUT", path, bob_, {{"description", "mine"}}).status, 404);
  EXPECT_EQ(call("DELETE", path, bob_).status, 404);
  EXPECT_EQ(call("DELETE", path, alice_).status, 200);
  EXPECT_EQ(call("GET", path, alice_).status, 404);
}

TEST_F(ApiMedia, MayHaveAPictureThatStandsForIt) {
  const auto sound = uploaded(alice_, a_sound());
  const auto path = "/api/v1/media/" + sound;
  EXPECT_EQ(send("PUT", path, alice_, {{}, {{"thumbnail", png_}}}).status, 206);
  node_->run_due();
  const auto media = json(call("GET", path, alice_));
  EXPECT_EQ(media["type"], "audio");
  EXPECT_EQ(header(get(path_of(media, "preview_url")), "Content-Type"), "image/jpeg");
  EXPECT_EQ(media["meta"]["small"]["width"], 640);
}

TEST_F(ApiMedia, ThatNobodyPostsIsGoneAfterADay) {
  const auto id = uploaded(alice_, png_);
  ASSERT_EQ(count_files("media"), 2U);
  clock_.advance(hours(25));
  ASSERT_TRUE(node_->keep_house().ok());
  EXPECT_EQ(call("GET", "/api/v1/media/" + id, alice_).status, 404);
  for (const auto& entry : std::filesystem::directory_iterator(dir_.path() / "media")) {
    std::filesystem::last_write_time(
        entry.path(), std::filesystem::file_time_type::clock::now() - std::chrono::hours(25));
  }
  clock_.advance(hours(2));
  ASSERT_TRUE(node_->keep_house().ok());
  EXPECT_EQ(count_files("media"), 0U);
}

TEST_F(ApiMedia, OfOnePersonIsBounded) {
  for (int i = 0; i < 8; ++i) uploaded(alice_, a_sound());
  const auto ninth = upload(alice_, a_sound());
  EXPECT_EQ(ninth.status, 429) << ninth.body;
  EXPECT_EQ(upload(bob_, png_).status, 200);
}

TEST_F(ApiMedia, TellsClientsItsTrueLimits) {
  const auto limits = json(get("/api/v2/instance"))["configuration"]["media_attachments"];
  EXPECT_EQ(limits["image_size_limit"], 16 << 20);
  EXPECT_EQ(limits["video_size_limit"], 40 << 20);
  EXPECT_THAT(dump_json(limits["supported_mime_types"]), HasSubstr("image/heic"));
  EXPECT_EQ(json(get("/api/v1/instance"))["configuration"]["statuses"]["max_media_attachments"], 4);
}

}  // namespace
}  // namespace hallway::test
