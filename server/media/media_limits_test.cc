#include "server/media/media_limits.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

TEST(MediaLimits, TravelAsTheyAreAndWhatIsNotSaidStaysUsual) {
  MediaLimits limits{.matrix = 1, .kept_matrix = 2, .seconds = 3, .kept_bytes = 4};
  limits.cover = true;
  limits.width = 400;
  limits.height = 300;
  const auto read = limits_in(to_json(limits));
  EXPECT_EQ(to_json(read), to_json(limits));
  EXPECT_EQ(to_json(limits_in(Json::object())), to_json(MediaLimits{}));
  EXPECT_EQ(limits_in(Json{{"seconds", -1}}).seconds, MediaLimits{}.seconds);
}

MediaReport report() {
  return {.type = "Video",
          .media_type = "video/mp4",
          .kept = "kept",
          .preview = "preview",
          .preview_type = "image/jpeg",
          .width = 640,
          .height = 480,
          .preview_width = 64,
          .preview_height = 48,
          .duration_ms = 3'000,
          .blurhash = "L00000",
          .silent_loop = true};
}

TEST(MediaReport, TravelsAsItIs) {
  const auto read = parse_report(to_json(report()));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(to_json(*read), to_json(report()));
}

// A decoder that was taken over may print what it likes.
TEST(MediaReport, IsNotBelievedWhereItCannotBeTrue) {
  const auto with = [](const char* key, const Json& value) {
    auto json = to_json(report());
    json[key] = value;
    return json;
  };
  for (const auto& bad :
       {with("kept", "../../store/data.mdb"), with("kept", "/etc/passwd"), with("kept", ".hidden"),
        with("kept", ""), with("preview", "a/b"), with("type", "Application"), with("width", 0),
        with("media_type", ""), with("kept", std::string(65, 'a')), Json::array(), Json()}) {
    const auto read = parse_report(bad);
    ASSERT_FALSE(read.ok()) << dump_json(bad);
    EXPECT_EQ(read.error().code, Code::invalid);
  }
}

}  // namespace
}  // namespace hallway
