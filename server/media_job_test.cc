#include "server/media_job.h"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/support/films.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class RunMediaJob : public ::testing::Test {
 protected:
  void write(const std::string& bytes) const {
    std::ofstream(folder_.path() / "input", std::ios::binary) << bytes;
  }
  [[nodiscard]] Result<MediaReport> run(const MediaLimits& limits = {},
                                        Duration patience = minutes(1)) const {
    return run_media_job(folder_.path(), limits, patience);
  }
  TempDir folder_;
};

TEST_F(RunMediaJob, TellsWhatBecameOfAPhoto) {
  write(a_photo());
  const auto made = run();
  ASSERT_TRUE(made.ok()) << made.error().what;
  EXPECT_EQ(made->media_type, "image/jpeg");
  EXPECT_EQ(made->width, 800U);
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / made->kept));
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / made->preview));
}

TEST_F(RunMediaJob, TellsWhyAFileWasRefused) {
  write("no picture, but text");
  EXPECT_EQ(run().error().code, Code::invalid);
  EXPECT_THAT(run().error().what, HasSubstr("no picture, film or sound"));
  write(a_photo());
  const auto small = run({.matrix = 1'000});
  EXPECT_EQ(small.error().code, Code::too_large);
  EXPECT_THAT(small.error().what, HasSubstr("1000 pixels"));
}

TEST_F(RunMediaJob, IsEndedWhereItTakesLongerThanItMay) {
  write(a_photo());
  const auto late = run({}, milliseconds(1));
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, Code::invalid);
  EXPECT_THAT(late.error().what, HasSubstr("longer than it may"));
}

}  // namespace
}  // namespace hallway::test
