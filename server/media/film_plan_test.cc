#include "server/media/film_plan.h"

#include <gmock/gmock.h>

namespace hallway {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr MediaKind kMp4{MediaFamily::film, "mov", "video/mp4"};
constexpr MediaKind kWebm{MediaFamily::film, "matroska", "video/webm"};

FilmFacts plain_film() {
  return {.video = "h264",
          .audio = "aac",
          .pixels = "yuv420p",
          .width = 1280,
          .height = 720,
          .frames_a_second = 30,
          .duration_ms = 5'000};
}

// The word behind `option`; the last one where there are several.
std::string after(const std::vector<std::string>& words, std::string_view option) {
  std::string found;
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] == option) found = words[i + 1];
  }
  return found;
}

TEST(FilmFacts, AreReadFromWhatFfprobePrints) {
  const auto facts = parse_facts(R"({"streams": [
    {"codec_type": "video", "codec_name": "mjpeg", "disposition": {"attached_pic": 1}},
    {"codec_type": "video", "codec_name": "hevc", "width": 1920, "height": 1080,
     "pix_fmt": "yuv420p10le", "avg_frame_rate": "30000/1001", "disposition": {"attached_pic": 0},
     "side_data_list": [{"rotation": -90}]},
    {"codec_type": "audio", "codec_name": "opus"},
    {"codec_type": "data"}], "format": {"duration": "12.345"}})");
  ASSERT_TRUE(facts.ok());
  EXPECT_EQ(facts->video, "hevc");
  EXPECT_EQ(facts->audio, "opus");
  EXPECT_EQ(facts->width, 1080U) << "turned";
  EXPECT_EQ(facts->height, 1920U);
  EXPECT_NEAR(facts->frames_a_second, 29.97, 0.01);
  EXPECT_EQ(facts->duration_ms, 12'345U);
}

TEST(FilmFacts, OfWhatHoldsNothingToSeeOrHearAreRefused) {
  for (const auto* printed : {"{}", R"({"streams": []})", "no JSON", "",
                              R"({"streams": [{"codec_type": "subtitle"}]})"}) {
    EXPECT_FALSE(parse_facts(printed).ok()) << printed;
  }
}

TEST(FilmFacts, BeyondTheLimitsAreRefusedWithASentence) {
  const MediaLimits limits{.seconds = 600};
  const auto with = [&](auto&& change) {
    auto facts = plain_film();
    change(facts);
    return check_facts(facts, limits);
  };
  EXPECT_TRUE(with([](FilmFacts&) {}).ok());
  EXPECT_THAT(with([](FilmFacts& f) { f.duration_ms = 600'001; }).error().what,
              HasSubstr("longer than 600 seconds"));
  EXPECT_THAT(with([](FilmFacts& f) { f.width = 100'000; }).error().what, HasSubstr("pixels"));
  EXPECT_THAT(with([](FilmFacts& f) { f.width = 0; }).error().what, HasSubstr("how wide"));
}

TEST(FilmPlan, CopiesWhatEverybodyPlays) {
  const auto plan = plan_film(plain_film(), kMp4, {});
  EXPECT_EQ(plan.media_type, "video/mp4");
  EXPECT_EQ(after(plan.words, "-c:v"), "copy");
  EXPECT_EQ(after(plan.words, "-c:a"), "copy");
  EXPECT_EQ(after(plan.words, "-movflags"), "+faststart");
}

TEST(FilmPlan, MakesAnewWhatSomeDoNotPlay) {
  const auto changed = [](auto&& change, const MediaKind& kind = kMp4) {
    auto facts = plain_film();
    change(facts);
    return plan_film(facts, kind, {}).words;
  };
  EXPECT_EQ(after(changed([](FilmFacts& f) { f.video = "hevc"; }), "-c:v"), "libx264");
  EXPECT_EQ(after(changed([](FilmFacts& f) { f.pixels = "yuv444p"; }), "-c:v"), "libx264");
  EXPECT_EQ(after(changed([](FilmFacts& f) { f.turned = true; }), "-c:v"), "libx264");
  EXPECT_EQ(after(changed([](FilmFacts& f) { f.frames_a_second = 240; }), "-fpsmax"), "60");
  EXPECT_EQ(after(changed([](FilmFacts&) {}, kWebm), "-c:v"), "libx264");
  EXPECT_EQ(after(changed([](FilmFacts& f) { f.audio = "opus"; }), "-c:a"), "aac");
  EXPECT_THAT(changed([](FilmFacts& f) { f.audio = ""; }), Not(Contains("0:a:0")));
}

TEST(FilmPlan, MakesPicturesFitWithEvenSides) {
  auto facts = plain_film();
  facts.width = 3'841;
  facts.height = 2'161;
  EXPECT_THAT(after(plan_film(facts, kMp4, {}).words, "-vf"), HasSubstr("scale=1278:720"));
  facts.video = "vp8";
  facts.width = 33;
  facts.height = 1;
  EXPECT_THAT(after(plan_film(facts, kMp4, {}).words, "-vf"), HasSubstr("scale=32:2"));
}

TEST(FilmPlan, KeepsNoMetadataAndReadsNothingButTheFile) {
  auto sound = plain_film();
  sound.video.clear();
  for (const auto& facts : {plain_film(), sound}) {
    const auto words = plan_film(facts, kMp4, {.seconds = 9, .kept_bytes = 77}).words;
    EXPECT_EQ(after(words, "-map_metadata"), "-1");
    EXPECT_EQ(after(words, "-map_chapters"), "-1");
    EXPECT_EQ(after(words, "-protocol_whitelist"), "file");
    EXPECT_EQ(after(words, "-i"), "file:input");
    EXPECT_EQ(after(words, "-t"), "10");
    EXPECT_EQ(after(words, "-fs"), "77");
    EXPECT_THAT(words, Contains("-dn"));
    EXPECT_EQ(words.back(), "file:kept");
  }
}

TEST(FilmPlan, OfSoundIsMp3OrAacWhicheverItIsAlready) {
  const auto plan = [](const char* codec) {
    return plan_film({.audio = codec}, {MediaFamily::sound, "ogg", "audio/ogg"}, {});
  };
  EXPECT_EQ(plan("mp3").media_type, "audio/mpeg");
  EXPECT_EQ(after(plan("mp3").words, "-c:a"), "copy");
  EXPECT_EQ(plan("aac").media_type, "audio/mp4");
  EXPECT_EQ(after(plan("aac").words, "-c:a"), "copy");
  EXPECT_EQ(plan("vorbis").media_type, "audio/mpeg");
  EXPECT_EQ(after(plan("vorbis").words, "-c:a"), "libmp3lame");
}

TEST(FilmPlan, TellsAFileThatEndsBeforeItsEnd) {
  const auto whole = [](uint64_t promised, uint64_t kept) {
    return is_whole({.duration_ms = promised}, {.duration_ms = kept});
  };
  EXPECT_TRUE(whole(10'000, 10'023));
  EXPECT_TRUE(whole(10'000, 9'500));
  EXPECT_TRUE(whole(0, 3'000)) << "did not say";
  EXPECT_FALSE(whole(10'000, 4'000));
}

}  // namespace
}  // namespace hallway
