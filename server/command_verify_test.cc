// hallway verify, as somebody on the command line gets it.

#include <gmock/gmock.h>

#include <fstream>

#include "tests/support/command_here.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

class VerifyCommand : public NodeTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    person("alice");
    configure("[node]\ndomain = \"design.example\"\n");
    node_.reset();
  }
  void configure(const std::string& text) { std::ofstream(dir_.path() / "hallway.toml") << text; }
  Said verify() { return say_here("verify", {{"data", dir_.path().string()}}); }
};

TEST_F(VerifyCommand, WhereAllIsGoodItIsOneLine) {
  const auto said = verify();
  ASSERT_FALSE(said.error) << said.error->what;
  EXPECT_THAT(said.out, MatchesRegex(dir_.path().string() +
                                     " is good: [0-9]+ rows, [0-9]+ entries of the log\n"));
}

TEST_F(VerifyCommand, EachThingThatIsWrongIsALineAndTheWayBackIsTold) {
  std::filesystem::create_directory(dir_.path() / "media");
  const auto name = std::string(64, 'a') + ".png";
  std::ofstream(dir_.path() / "media" / name) << "no picture";
  configure("[node]\ndomain = 5\n");
  const auto said = verify();
  EXPECT_THAT(said.out, HasSubstr("media/" + name + " is not the file that its name says\n"));
  EXPECT_THAT(said.out, HasSubstr("domain"));
  ASSERT_TRUE(said.error);
  EXPECT_EQ(said.error->code, Code::corrupt);
  EXPECT_THAT(said.error->what, HasSubstr(" is damaged: 2 things are"));
  EXPECT_THAT(said.error->what, HasSubstr("hallway restore BACKUP " + dir_.path().string()));
}

TEST_F(VerifyCommand, WhereThereIsNoStoreItIsRefused) {
  const auto said = say_here("verify", {{"data", "/nowhere"}});
  ASSERT_TRUE(said.error);
  EXPECT_EQ(said.error->code, Code::not_found);
  EXPECT_EQ(said.out, "");
}

}  // namespace
}  // namespace hallway::test
