#include "server/media_name.h"

#include <gtest/gtest.h>

#include <fstream>

#include "storage/values/crypto.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

const std::string kOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST(MediaName, SaysWhatAFileIsAndIsNoOtherFilesName) {
  EXPECT_EQ(media_type_of_name(kOfNothing + ".jpg"), "image/jpeg");
  EXPECT_EQ(media_type_of_name(kOfNothing + ".mp4"), "video/mp4");
  EXPECT_EQ(digest_in(kOfNothing + ".mp4"), kOfNothing);
  for (const std::string& name :
       {kOfNothing + ".html", kOfNothing, kOfNothing + ".jpg.part", "../" + kOfNothing + ".jpg",
        "E" + kOfNothing.substr(1) + ".jpg", std::string("hallway.toml"), std::string()}) {
    EXPECT_EQ(media_type_of_name(name), "") << name;
  }
}

TEST(MediaName, HasAnEndForEachKindThatIsKept) {
  EXPECT_EQ(extension_of("image/webp"), "webp");
  EXPECT_EQ(extension_of("text/html"), "");
  for (const auto extension : kept_extensions()) {
    const auto kind = media_type_of_name(kOfNothing + "." + std::string(extension));
    EXPECT_EQ(extension_of(kind), extension);
  }
}

TEST(MediaName, HasTheDigestOfWhatIsInTheFile) {
  const TempDir dir;
  const std::string bytes(200'000, 'z');
  std::ofstream(dir.path() / "long") << bytes;
  std::ofstream(dir.path() / "empty").close();
  EXPECT_EQ(digest_of_file(dir.path() / "long").value(), hex(as_bytes_view(sha256(bytes))));
  EXPECT_EQ(digest_of_file(dir.path() / "empty").value(), kOfNothing);
  EXPECT_EQ(digest_of_file(dir.path() / "none").error().code, Code::not_found);
}

}  // namespace
}  // namespace hallway::test
