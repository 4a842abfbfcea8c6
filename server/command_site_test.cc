// hallway site, as somebody on the command line gets it.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "server/commands.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class SiteCommand : public NodeTest {
 protected:
  Result<std::string> say(const std::string& name, Json arguments = Json::object()) {
    const auto* command = find_command("site " + name);
    if (command->prepare) TRY(command->prepare(arguments));
    return command->print(TRY(command->run(*node_, arguments)));
  }
};

TEST_F(SiteCommand, SetsWhatIsSaidAndShowsAll) {
  EXPECT_THAT(say("show").value(), HasSubstr("alt_text: ask\nlogo: \n"));
  EXPECT_THAT(say("set", {{"accent", "moss"}, {"alt_text", "require"}}).value(),
              HasSubstr("accent: moss\nalt_text: require\n"));
  EXPECT_EQ(say("set", {{"alt_text", "always"}}).error().code, Code::invalid);
  EXPECT_EQ(say("set", {{"accent", "pink"}}).error().code, Code::invalid);
  EXPECT_THAT(say("set", {{"alt_text", "off"}}).value(), HasSubstr("accent: moss\nalt_text: off"));
}

TEST_F(SiteCommand, ALogoIsAPictureThatCanBeRead) {
  const auto path = dir_.path() / "logo.png";
  EXPECT_EQ(say("set", {{"logo", path.string()}}).error().code, Code::not_found);
  std::ofstream(path) << "";
  EXPECT_EQ(say("set", {{"logo", path.string()}}).error().code, Code::invalid);
  std::ofstream(path) << std::string(100, 'x');
  EXPECT_EQ(say("set", {{"logo", path.string()}}).error().code, Code::invalid);
  EXPECT_THAT(say("show").value(), HasSubstr("logo: \n"));
}

}  // namespace
}  // namespace hallway::test
