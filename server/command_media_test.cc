// hallway media move, as somebody on the command line gets it.

#include <gmock/gmock.h>

#include <fstream>

#include "tests/support/command_here.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class MediaCommand : public NodeTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    node_.reset();
    configure("");
  }
  void configure(const std::string& more) {
    std::ofstream(dir_.path() / "hallway.toml") << "[node]\ndomain = \"design.example\"\n" + more;
  }
  Said move(const std::string& to) {
    return say_here("media move", {{"data", dir_.path().string()}, {"to", to}});
  }
};

TEST_F(MediaCommand, NeedsStorageToMoveTo) {
  const auto said = move("s3");
  ASSERT_TRUE(said.error);
  EXPECT_EQ(said.error->code, Code::invalid);
  EXPECT_THAT(said.error->what, HasSubstr("[s3] is not set"));
}

TEST_F(MediaCommand, KnowsTwoPlaces) {
  const auto said = move("elsewhere");
  ASSERT_TRUE(said.error);
  EXPECT_THAT(said.error->what, HasSubstr("s3 or folder"));
}

TEST_F(MediaCommand, WhereTheStorageDoesNotAnswerNothingIsMoved) {
  configure(
      "[s3]\nendpoint = \"http://127.0.0.1:1\"\nbucket = \"b\"\naccess_key = \"k\"\n"
      "secret = \"s\"\n");
  std::filesystem::create_directory(dir_.path() / "media");
  // The digest of nothing.
  const auto file = dir_.path() / "media" /
                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855.png";
  std::ofstream(file).close();
  const auto said = move("s3");
  ASSERT_TRUE(said.error);
  EXPECT_EQ(said.error->code, Code::unavailable);
  EXPECT_EQ(said.out, "");
  EXPECT_TRUE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace hallway::test
