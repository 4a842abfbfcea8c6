#include "server/media/film_program.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/store.h"

namespace hallway {
namespace {

TEST(FilmProgram, PrintsWhatItIsAskedFor) {
  const test::TempDir folder;
  const auto printed = run_film_program("ffprobe", {"-v", "error", "-version"}, folder.path());
  ASSERT_TRUE(printed.ok()) << printed.error().what;
  EXPECT_TRUE(printed->starts_with("ffprobe version")) << *printed;
}

TEST(FilmProgram, ThatFailsSaysThatTheFileIsAtFault) {
  const test::TempDir folder;
  std::ofstream(folder.path() / "input") << "no film";
  const auto done = run_film_program("ffprobe", {"-v", "quiet", "file:input"}, folder.path());
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, Code::invalid);
}

TEST(FilmProgram, FindsItsFolderByANameFromHere) {
  const test::TempDir folder;
  std::ofstream(folder.path() / "input") << "a text";
  const auto here = std::filesystem::relative(folder.path());
  ASSERT_TRUE(here.is_relative());
  const auto copied = run_film_program("ffmpeg",
                                       {"-nostdin", "-v", "quiet", "-f", "data", "-i", "file:input",
                                        "-map", "0", "-codec", "copy", "-f", "data", "file:kept"},
                                       here);
  EXPECT_TRUE(copied.ok()) << copied.error().what;
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "kept"));
}

TEST(FilmProgram, ReadsNothingOutsideItsFolder) {
  const test::TempDir folder, other;
  std::ofstream(other.path() / "secret.txt") << "a secret";
  for (const auto& source : {(other.path() / "secret.txt").string(), std::string("/etc/passwd")}) {
    const auto done = run_film_program("ffmpeg",
                                       {"-nostdin", "-v", "quiet", "-f", "data", "-i", source,
                                        "-map", "0", "-codec", "copy", "-f", "data", "file:stolen"},
                                       folder.path());
    EXPECT_FALSE(done.ok()) << source;
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "stolen"));
  }
}

TEST(FilmProgram, ThatIsNotThereIsNotTheFilesFault) {
  const test::TempDir folder;
  const auto done = run_film_program("ffnothing", {}, folder.path());
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, Code::unavailable);
}

}  // namespace
}  // namespace hallway
