#include "server/api/captions.h"

#include <gmock/gmock.h>

#include <chrono>
#include <filesystem>

#include "server/web_vtt.h"
#include "storage/log.h"
#include "tests/support/films.h"
#include "tests/support/uploading.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr const char* kText = "WEBVTT\n\n00:00.000 --> 00:00.500\nHum\n";

class ApiCaptions : public UploadTest {
 protected:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  void SetUp() override {
    UploadTest::SetUp();
    sound_ = uploaded(alice_, a_sound());
    node_->run_due();
  }
  static std::string door(const std::string& media) {
    return "/api/hallway/v1/media/" + media + "/captions";
  }
  Response add(const Fields& fields, const std::string& text = kText) {
    return send("POST", door(sound_), alice_, {fields, {{"file", text}}});
  }
  Json added(const Fields& fields, const std::string& text = kText) {
    const auto response = add(fields, text);
    EXPECT_EQ(response.status, 200) << response.body;
    return json(response)["captions"];
  }
  std::string posted() {
    const auto post = done("POST", "/api/v1/statuses", alice_,
                           {{"status", "Hear"}, {"media_ids", Json::array({sound_})}});
    return post["id"].get<std::string>();
  }
  Json captions_of(const std::string& post) {
    return done("GET", "/api/v1/statuses/" + post, bob_)["media_attachments"][0]["captions"];
  }
  static std::string path_of(const Json& caption) {
    const auto url = Iri::parse(find_string(caption, "url").value_or(""));
    return url.ok() ? std::string(url->path()) : std::string();
  }
  std::string error_of(const Response& response) {
    return std::string(find_string(json(response), "error").value_or(""));
  }
  void sweep() {
    for (const auto& entry : std::filesystem::directory_iterator(dir_.path() / "media")) {
      std::filesystem::last_write_time(
          entry.path(), std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));
    }
    clock_.advance(hours(2));
    ASSERT_TRUE(node_->keep_house().ok());
  }

  std::string sound_;
};

TEST_F(ApiCaptions, AreServedAsWebVttFromHere) {
  const auto list = added({{"language", "DE-at"}, {"label", "Deutsch"}});
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0]["language"], "de-AT");
  EXPECT_EQ(list[0]["label"], "Deutsch");
  EXPECT_THAT(list[0]["url"].get<std::string>(), StartsWith("https://design.example/media/"));
  const auto file = get(path_of(list[0]));
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.body, kText);
  EXPECT_EQ(header(file, "Content-Type"), "text/vtt; charset=utf-8");
  EXPECT_EQ(header(file, "X-Content-Type-Options"), "nosniff");
}

TEST_F(ApiCaptions, OfAFilmThatWaitsStayWhenItIsReady) {
  sound_ = uploaded(alice_, a_film());
  added({{"language", "en"}}, "1\n00:00:00,000 --> 00:00:00,500\nHum\n");
  EXPECT_EQ(node_->run_due(), 1U);
  const auto film = done("GET", "/api/v1/media/" + sound_, alice_);
  EXPECT_EQ(film["type"], "video");
  ASSERT_EQ(film["captions"].size(), 1U);
  EXPECT_EQ(film["captions"][0]["label"], "en") << "where nobody says how to call it";
  EXPECT_THAT(get(path_of(film["captions"][0])).body, StartsWith("WEBVTT\n\n00:00:00.000 --> "));
}

TEST_F(ApiCaptions, AreOneOfEachLanguage) {
  added({{"language", "en"}});
  added({{"language", "de"}});
  const auto list = added({{"language", "en"}, {"label", "English"}}, "WEBVTT\n\nNOTE better\n");
  EXPECT_THAT(all(list, "language"), ElementsAre("en", "de"));
  EXPECT_EQ(list[0]["label"], "English");
  EXPECT_THAT(get(path_of(list[0])).body, HasSubstr("better"));
  const auto left = done("DELETE", door(sound_) + "/EN", alice_)["captions"];
  EXPECT_THAT(all(left, "language"), ElementsAre("de"));
  EXPECT_EQ(status("DELETE", door(sound_) + "/en", alice_), 404);
}

TEST_F(ApiCaptions, OfAPostEditItAndTravelWithIt) {
  added({{"language", "en"}});
  const auto post = posted();
  EXPECT_THAT(all(captions_of(post), "language"), ElementsAre("en"));
  added({{"language", "de"}});
  EXPECT_THAT(all(captions_of(post), "language"), ElementsAre("en", "de"));
  EXPECT_FALSE(done("GET", "/api/v1/statuses/" + post, bob_)["edited_at"].is_null());
  const auto stored = find_post(*node_->read(), parse_id(post).value_or(Id{}));
  ASSERT_TRUE(stored);
  const auto update = parse_json(find_payload(*node_->read(), stored->document).value_or(""));
  ASSERT_TRUE(update.ok());
  EXPECT_EQ((*update)["type"], "Update");
  const auto& sent = (*update)["object"]["attachment"][0]["subtitleLanguage"];
  ASSERT_EQ(sent.size(), 2U) << *update;
  EXPECT_EQ(sent[1]["identifier"], "de");
  EXPECT_EQ(sent[1]["url"], captions_of(post)[1]["url"]);
  done("DELETE", door(sound_) + "/en", alice_);
  EXPECT_THAT(all(captions_of(post), "language"), ElementsAre("de"));
  done("PUT", "/api/v1/statuses/" + post, alice_, {{"status", "Hear this"}});
  EXPECT_THAT(all(captions_of(post), "language"), ElementsAre("de")) << "an edit of the text";
}

TEST_F(ApiCaptions, OfWhatNobodySeesAnyMoreGo) {
  const auto first = added({{"language", "en"}});
  const auto second = added({{"language", "en"}}, "WEBVTT\n\nNOTE better\n");
  const auto post = posted();
  sweep();
  EXPECT_EQ(get(path_of(first[0])).status, 404) << "replaced";
  EXPECT_EQ(get(path_of(second[0])).status, 200);
  done("DELETE", "/api/v1/statuses/" + post, alice_);
  sweep();
  EXPECT_EQ(get(path_of(second[0])).status, 404);
  EXPECT_EQ(count_files("media"), 0U);
  EXPECT_EQ(add({{"language", "en"}}).status, 404);
}

TEST_F(ApiCaptions, ThatCannotBeAreRefusedInWordsAndLeaveNothingBehind) {
  const auto before = count_files("media");
  const struct {
    Fields fields;
    std::string text;
    int status;
    const char* says;
  } kCases[] = {
      {{}, kText, 422, "language tag"},
      {{{"language", "Deutsch!"}}, kText, 422, "language tag"},
      {{{"language", "de"}}, "<script>alert(1)</script>", 422, "no captions"},
      {{{"language", "de"}}, "WEBVTT\n\xff", 422, "UTF-8"},
      {{{"language", "de"}}, "", 422, "blank"},
      {{{"language", "de"}}, "WEBVTT\n" + std::string(kMostWebVttBytes, ' '), 413, "1 MiB"},
  };
  for (const auto& c : kCases) {
    const auto response = add(c.fields, c.text);
    EXPECT_EQ(response.status, c.status) << response.body;
    EXPECT_THAT(error_of(response), HasSubstr(c.says));
  }
  EXPECT_EQ(count_files("media"), before);
  EXPECT_THAT(done("GET", "/api/v1/media/" + sound_, alice_)["captions"], IsEmpty());
}

TEST_F(ApiCaptions, AreOfOnesOwnFilmsAndRecordingsAlone) {
  const Form form{{{"language", "de"}}, {{"file", kText}}};
  const auto photo = uploaded(alice_, a_photo());
  const auto of_photo = send("POST", door(photo), alice_, form);
  EXPECT_EQ(of_photo.status, 422);
  EXPECT_THAT(error_of(of_photo), HasSubstr("only a film or a recording"));
  EXPECT_FALSE(done("GET", "/api/v1/media/" + photo, alice_).contains("captions"));
  EXPECT_EQ(send("POST", door(sound_), bob_, form).status, 404);
  EXPECT_EQ(send("POST", door(sound_), "no-such-token", form).status, 401);
  EXPECT_EQ(send("POST", door("17"), alice_, form).status, 404);
}

TEST_F(ApiCaptions, OfAPostNeedATokenThatMayEditIt) {
  added({{"language", "en"}});
  posted();
  const auto account = find_account(*node_->read(), "alice");
  ASSERT_TRUE(account);
  const auto token = token_for(*account, "write:media");
  const Form form{{{"language", "de"}}, {{"file", kText}}};
  const auto refused = send("POST", door(sound_), token, form);
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(error_of(refused), HasSubstr("write:statuses"));
  EXPECT_EQ(status("DELETE", door(sound_) + "/en", token), 403);
}

}  // namespace
}  // namespace hallway::test
