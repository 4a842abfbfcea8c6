#include "server/media_serving.h"

#include <gmock/gmock.h>

#include <fstream>

#include "server/body.h"
#include "server/demo_picture.h"
#include "server/media_files.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class MediaServing : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    const auto kept = keep_picture(*node_, png_, "");
    ASSERT_TRUE(kept.ok());
    path_ = kept->url.path();
  }
  Response part(const std::string& range, Headers more = {}) {
    more.set("Range", range);
    return get(path_, std::move(more));
  }

  std::string png_ = demo::draw_picture("hills"), path_;
};

TEST_F(MediaServing, GivesAFileWholeToBeCachedForGoodAndRunByNobody) {
  const auto whole = get(path_);
  EXPECT_EQ(whole.status, 200);
  EXPECT_EQ(whole.body, png_);
  EXPECT_EQ(header(whole, "Content-Type"), "image/png");
  EXPECT_EQ(header(whole, "Content-Disposition"), "inline");
  EXPECT_EQ(header(whole, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(header(whole, "Accept-Ranges"), "bytes");
  EXPECT_THAT(header(whole, "Content-Security-Policy"), HasSubstr("sandbox"));
  EXPECT_THAT(header(whole, "Cache-Control"), HasSubstr("immutable"));
  EXPECT_EQ(get(path_, {{"If-None-Match", header(whole, "ETag")}}).status, 304);
}

TEST_F(MediaServing, GivesThePartThatIsAskedFor) {
  const auto size = std::to_string(png_.size());
  const auto middle = part("bytes=10-19");
  EXPECT_EQ(middle.status, 206);
  EXPECT_EQ(middle.body, png_.substr(10, 10));
  EXPECT_EQ(header(middle, "Content-Range"), "bytes 10-19/" + size);
  EXPECT_EQ(part("bytes=-5").body, png_.substr(png_.size() - 5));
  EXPECT_EQ(part("bytes=5-").body, png_.substr(5));
  const auto beyond = part("bytes=" + size + "-");
  EXPECT_EQ(beyond.status, 416);
  EXPECT_EQ(header(beyond, "Content-Range"), "bytes */" + size);
  EXPECT_EQ(part("bytes=1-2,5-6").status, 200);
}

TEST_F(MediaServing, GivesAPartOnlyOfTheBytesThatTheClientHas) {
  const auto tag = header(get(path_), "ETag");
  EXPECT_EQ(part("bytes=0-9", {{"If-Range", tag}}).status, 206);
  EXPECT_EQ(part("bytes=0-9", {{"If-Range", "\"another\""}}).status, 200);
  EXPECT_EQ(part("bytes=0-9", {{"If-Range", "W/" + tag}}).status, 200) << "RFC 9110 §13.1.5";
  EXPECT_EQ(part("bytes=0-9", {{"If-None-Match", tag}}).status, 304);
}

TEST_F(MediaServing, ReadsALongPartOnlyWhileItIsSent) {
  const auto path = dir_.path() / "long";
  std::string bytes(6 << 20, 'x');
  for (size_t i = 0; i < bytes.size(); i += 1000) bytes[i] = static_cast<char>('a' + i % 23);
  std::ofstream(path, std::ios::binary) << bytes;
  const auto ask = request("GET", "/", {{"Range", "bytes=1-5999999"}});
  const auto part = serve_file(ask, file_at(path, "video/mp4", "t").value());
  ASSERT_TRUE(part.ok());
  EXPECT_EQ(part->status, 206);
  EXPECT_EQ(header(*part, "Content-Range"), "bytes 1-5999999/6291456");
  EXPECT_TRUE(part->body.empty());
  ASSERT_NE(part->source, nullptr);
  EXPECT_EQ(part->source->size(), 5'999'999U);
  EXPECT_TRUE(read_whole(*part->source).value() == bytes.substr(1, 5'999'999));
}

TEST_F(MediaServing, OfWhatIsNoPictureFilmOrSoundIsToBeSaved) {
  const auto path = dir_.path() / "page";
  std::ofstream(path) << "<script>";
  const auto served = serve_file(request("GET", "/"), file_at(path, "text/html", "t").value());
  ASSERT_TRUE(served.ok());
  EXPECT_EQ(header(*served, "Content-Disposition"), "attachment");
}

TEST_F(MediaServing, KnowsNoNamesButItsOwn) {
  for (const auto* name : {"%2e%2e%2fhallway.toml", "..%2fstore%2fdata.mdb", "hallway.toml",
                           "x.png", "%00.png", "AAAA.png"}) {
    EXPECT_EQ(get(std::string("/media/") + name).status, 404) << name;
  }
  EXPECT_EQ(get("/media/" + std::string(64, 'a') + ".png").status, 404);
  EXPECT_EQ(get("/media/" + std::string(64, 'a') + ".html").status, 404);
}

}  // namespace
}  // namespace hallway::test
