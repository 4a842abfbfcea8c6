#include "server/media/job.h"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/support/films.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

// Runs the real program, as a job confines its process for good; ffmpeg makes what goes in.
class MediaJob : public ::testing::Test {
 protected:
  [[nodiscard]] fs::path at(const std::string& name) const { return folder_.path() / name; }
  // By ffmpeg's words for what it makes.
  void make(const std::string& words) const {
    test::printed_by("ffmpeg -nostdin -v error -y " + words + " " + at("input").string());
    ASSERT_TRUE(fs::exists(at("input"))) << words;
  }
  void write(const std::string& bytes) const {
    std::ofstream(at("input"), std::ios::binary) << bytes;
  }
  void cut(double part) const {
    fs::resize_file(at("input"),
                    static_cast<uintmax_t>(static_cast<double>(fs::file_size(at("input"))) * part));
  }
  [[nodiscard]] Json job(const Json& limits = Json::object()) const {
    const auto program = fs::read_symlink("/proc/self/exe").parent_path() / "hallway-media";
    const auto printed = test::printed_by(program.string() + " " + folder_.path().string() + " '" +
                                          dump_json(limits) + "' 2>/dev/null");
    return parse_json(printed).value_or(Json());
  }
  [[nodiscard]] std::string error(const Json& limits = Json::object()) const {
    return std::string(find_string(job(limits), "error").value_or(""));
  }
  [[nodiscard]] MediaReport report(const Json& limits = Json::object()) const {
    const auto json = job(limits);
    auto read = parse_report(json);
    EXPECT_TRUE(read.ok()) << dump_json(json);
    return std::move(read).value_or(MediaReport());
  }
  [[nodiscard]] std::string bytes(const std::string& name) const {
    std::ifstream file(at(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  test::TempDir folder_;
};

TEST_F(MediaJob, MakesAPictureAndItsPreview) {
  make("-f lavfi -i testsrc2=size=800x600 -frames:v 1 -f mjpeg");
  const auto made = report();
  EXPECT_EQ(made.type, "Image");
  EXPECT_EQ(made.width, 800U);
  EXPECT_EQ(made.preview_width, 640U);
  EXPECT_EQ(made.blurhash.size(), 28U);
  EXPECT_GT(bytes(made.kept).size(), bytes(made.preview).size());
}

TEST_F(MediaJob, MakesAFilmThatEverybodyPlaysWithoutWhereItWasMade) {
  make(
      "-f lavfi -i testsrc2=size=320x240:rate=10:duration=2 -f lavfi -i sine=duration=2 "
      "-c:v libvpx -c:a libopus -metadata title=Secretcam -metadata location=+48.2+16.3/ -f webm");
  ASSERT_THAT(bytes("input"), HasSubstr("Secretcam"));
  const auto made = report();
  EXPECT_EQ(made.type, "Video");
  EXPECT_EQ(made.media_type, "video/mp4");
  EXPECT_EQ(made.width, 320U);
  EXPECT_NEAR(static_cast<double>(made.duration_ms), 2'000, 100);
  EXPECT_EQ(made.preview_type, "image/jpeg");
  EXPECT_EQ(made.blurhash.size(), 28U);
  const auto film = bytes(made.kept);
  EXPECT_THAT(film, Not(HasSubstr("Secretcam")));
  EXPECT_THAT(film, Not(HasSubstr("Lavf")));
  EXPECT_LT(film.find("moov"), film.find("mdat")) << "plays before it is all there";
}

TEST_F(MediaJob, MakesAFilmOfAnAnimatedGif) {
  make("-f lavfi -i testsrc2=size=101x75:rate=10:duration=1 -f gif");
  const auto made = report();
  EXPECT_EQ(made.media_type, "video/mp4");
  EXPECT_TRUE(made.silent_loop);
  EXPECT_EQ(made.width, 100U) << "even";
}

TEST_F(MediaJob, MakesSoundPlayableAndHasNoPictureOfIt) {
  make("-f lavfi -i sine=duration=2 -c:a libvorbis -metadata title=Secretcam -f ogg");
  const auto made = report();
  EXPECT_EQ(made.type, "Audio");
  EXPECT_EQ(made.media_type, "audio/mpeg");
  EXPECT_EQ(made.preview, "");
  EXPECT_THAT(bytes(made.kept), Not(HasSubstr("Secretcam")));
}

TEST_F(MediaJob, RefusesWhatIsTruncatedOrDamaged) {
  make(
      "-f lavfi -i testsrc2=size=320x240:rate=10:duration=8 -c:v libx264 -movflags +faststart -f "
      "mp4");
  cut(0.5);
  EXPECT_THAT(error(), HasSubstr("ends before its end"));
  make("-f lavfi -i testsrc2=size=320x240:rate=10:duration=2 -c:v libx264 -f mp4");
  cut(0.9);  // without its table of contents
  EXPECT_THAT(error(), HasSubstr("damaged"));
  make("-f lavfi -i testsrc2=size=320x240 -frames:v 1 -f mjpeg");
  cut(0.7);
  EXPECT_THAT(error(), HasSubstr("damaged"));
}

TEST_F(MediaJob, RefusesWhatIsTooLongOrTooLarge) {
  make("-f lavfi -i testsrc2=size=320x240:rate=5:duration=5 -c:v libx264 -f mp4");
  EXPECT_THAT(error({{"seconds", 3}}), HasSubstr("longer than 3 seconds"));
  EXPECT_THAT(error({{"film_matrix", 1'000}}), HasSubstr("more than 1000 pixels"));
  make("-f lavfi -i testsrc2=size=320x240 -frames:v 1 -f mjpeg");
  EXPECT_THAT(error({{"matrix", 1'000}}), HasSubstr("more than 1000 pixels"));
}

// 60,000 × 60,000 pixels of nothing would be 10 GB.
TEST_F(MediaJob, RefusesADecompressionBomb) {
  make("-f lavfi -i color=black:size=16x16 -frames:v 1 -c:v png -f image2pipe");
  auto png = bytes("input");
  for (const size_t at : {size_t{18}, size_t{22}}) {
    png[at] = '\xea';
    png[at + 1] = '\x60';
  }
  write(png);
  EXPECT_NE(error(), "");
  EXPECT_EQ(fs::file_size(at("kept")), 0U);
}

TEST_F(MediaJob, RefusesWhatIsOfNoKindThatIsKnownAndWhatNamesOtherFiles) {
  for (const auto* text :
       {"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/etc/passwd\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '/etc/passwd'\n",
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        "plain text that says nothing", ""}) {
    write(text);
    EXPECT_THAT(error(), HasSubstr("no picture, film or sound")) << text;
  }
}

TEST_F(MediaJob, WithoutItsFileOrWordsSaysSo) {
  EXPECT_THAT(error(), HasSubstr("cannot be read"));
  const auto program = fs::read_symlink("/proc/self/exe").parent_path() / "hallway-media";
  EXPECT_THAT(test::printed_by(program.string()), HasSubstr("usage"));
}

}  // namespace
}  // namespace hallway
