// hallway doctor, as somebody on the command line gets it.

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "tests/support/command_here.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

class DoctorCommand : public NodeTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    write("[node]\ndomain = \"design.example\"\n");
    node_.reset();
  }
  void write(const std::string& configuration) {
    std::ofstream(dir_.path() / "hallway.toml") << configuration;
  }
  Said ask() { return say_here("doctor", {{"data", dir_.path().string()}}); }
};

TEST_F(DoctorCommand, EachLineHasAGradeAndWhatIsNotGoodSaysWhatToDo) {
  const auto said = ask();
  EXPECT_THAT(said.out, HasSubstr("good  configuration  "));
  EXPECT_THAT(said.out, HasSubstr("look  node           it does not run\n"));
  EXPECT_THAT(said.out, HasSubstr("-> start it with: hallway serve " + dir_.path().string()));
  std::istringstream in(said.out);
  bool good = true;  // what stands above
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("      ")) {
      EXPECT_FALSE(good) << line;
      EXPECT_THAT(line, MatchesRegex(" +-> .+"));
    } else {
      EXPECT_THAT(line, MatchesRegex("(good|look|BAD ) {2}[a-z]+ +.+"));
      good = line.starts_with("good");
    }
  }
}

TEST_F(DoctorCommand, WhatIsBadIsCountedAndMakesItFail) {
  std::filesystem::permissions(dir_.path() / "hallway.toml", std::filesystem::perms::others_write,
                               std::filesystem::perm_options::add);
  const auto said = ask();
  EXPECT_THAT(said.out, HasSubstr("BAD   permissions    others may change "));
  EXPECT_THAT(said.out, HasSubstr("-> chmod go-rwx "));
  ASSERT_TRUE(said.error);
  EXPECT_THAT(said.error->what, HasSubstr(" bad; what to do stands beside it"));
}

TEST_F(DoctorCommand, AConfigurationThatCannotBeReadIsAllItTells) {
  write("[node]\nport = \"many\"\n");
  const auto said = ask();
  EXPECT_TRUE(said.out.starts_with("BAD   configuration  ")) << said.out;
  EXPECT_THAT(said.out, HasSubstr("port"));
  EXPECT_THAT(said.out, HasSubstr("-> mend that, then ask again\n"));
  ASSERT_TRUE(said.error);
  EXPECT_EQ(said.error->what, "1 thing is bad; what to do stands beside it");
}

TEST_F(DoctorCommand, WhereThereIsNoNodeItSaysSo) {
  const auto said = say_here("doctor", {{"data", "/nowhere"}});
  EXPECT_THAT(said.out, HasSubstr("BAD   configuration  /nowhere holds no node"));
  EXPECT_TRUE(said.error);
}

}  // namespace
}  // namespace hallway::test
