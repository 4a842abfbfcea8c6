// hallway backup and restore, as somebody on the command line gets them.

#include <gmock/gmock.h>

#include <fstream>

#include "tests/support/command_here.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class BackupCommand : public NodeTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    person("alice");
    std::ofstream(dir_.path() / "hallway.toml") << "[node]\ndomain = \"design.example\"\n";
    node_.reset();
  }
  [[nodiscard]] std::string dir() const { return dir_.path().string(); }
  [[nodiscard]] std::string outside(const std::string& name) const {
    return (outside_.path() / name).string();
  }
  Said backup(const std::string& from, const std::string& file, bool replace = false) {
    return say_here("backup", {{"data", from}, {"file", file}, {"replace", replace}});
  }
  static Said restore(const std::string& file, const std::string& to) {
    return say_here("restore", {{"file", file}, {"data", to}});
  }

  TempDir outside_;
};

TEST_F(BackupCommand, SaysWhatItMadeAndThatItIsSecret) {
  const auto said = backup(dir(), outside("a.backup"));
  ASSERT_FALSE(said.error) << said.error->what;
  EXPECT_THAT(said.out, HasSubstr(outside("a.backup") + " holds " + dir() + " as of 2"));
  EXPECT_THAT(said.out, HasSubstr(" files, "));
  EXPECT_THAT(said.out, HasSubstr("every secret of the node"));
}

TEST_F(BackupCommand, ReplacesNothingUnlessToldSo) {
  std::ofstream(outside("a.backup")) << "precious";
  const auto refused = backup(dir(), outside("a.backup"));
  ASSERT_TRUE(refused.error);
  EXPECT_EQ(refused.error->code, Code::conflict);
  EXPECT_THAT(refused.error->what, HasSubstr("--replace"));
  EXPECT_EQ(refused.out, "");
  EXPECT_EQ(std::filesystem::file_size(outside("a.backup")), 8U);
  EXPECT_FALSE(backup(dir(), outside("a.backup"), /*replace=*/true).error);
  EXPECT_GT(std::filesystem::file_size(outside("a.backup")), 8U);
}

TEST_F(BackupCommand, RestoreSaysOfWhenItIsAndHowToStartIt) {
  ASSERT_FALSE(backup(dir(), outside("a.backup")).error);
  const auto said = restore(outside("a.backup"), outside("there"));
  ASSERT_FALSE(said.error) << said.error->what;
  EXPECT_THAT(said.out, HasSubstr(outside("there") + " is as it was at 2"));
  EXPECT_THAT(said.out, HasSubstr("hallway serve " + outside("there") + "\n"));
  EXPECT_TRUE(std::filesystem::exists(outside("there") + "/hallway.toml"));
}

TEST_F(BackupCommand, WhatCannotBeIsRefusedAndLeavesNothing) {
  ASSERT_FALSE(backup(dir(), outside("a.backup")).error);
  std::filesystem::copy_file(outside("a.backup"), outside("short.backup"));
  std::filesystem::resize_file(outside("short.backup"),
                               std::filesystem::file_size(outside("a.backup")) - 1);
  const struct {
    Said said;
    Code code;
    std::string why;
  } kCases[] = {
      {backup(outside("none"), outside("b.backup")), Code::not_found, "holds no store"},
      {restore(outside("none"), outside("there")), Code::not_found, "there is no file"},
      {restore(dir() + "/hallway.toml", outside("there")), Code::invalid, "no backup"},
      {restore(outside("short.backup"), outside("there")), Code::corrupt, "damaged or cut off"},
      {restore(outside("a.backup"), dir()), Code::conflict, "is in use"},
  };
  for (const auto& c : kCases) {
    ASSERT_TRUE(c.said.error) << c.why;
    EXPECT_EQ(c.said.error->code, c.code) << c.said.error->what;
    EXPECT_THAT(c.said.error->what, HasSubstr(c.why));
    EXPECT_EQ(c.said.out, "");
  }
  EXPECT_FALSE(std::filesystem::exists(outside("b.backup")));
  EXPECT_FALSE(std::filesystem::exists(outside("there")));
}

}  // namespace
}  // namespace hallway::test
