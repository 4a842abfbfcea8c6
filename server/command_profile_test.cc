#include <gmock/gmock.h>

#include <fstream>

#include "tests/support/command_here.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class ProfileCommand : public ::testing::Test {
 protected:
  void SetUp() override {
    must("init", {{"domain", "a.example"}});
    must("account add",
         {{"name", "alice"}, {"title", "Potter"}, {"reach", "partners"}, {"skills", {"tea, C++"}}});
    must("account add", {{"name", "bob"}, {"manager", "alice"}});
  }
  [[nodiscard]] std::filesystem::path node() const { return dir_.path() / "node"; }
  Said say(std::string_view command, Json more) {
    more["data"] = node().string();
    testing::internal::CaptureStdout();
    const auto done = carry_out(*find_command(command), more);
    Said said{testing::internal::GetCapturedStdout(), std::nullopt};
    if (!done.ok()) said.error = done.error();
    return said;
  }
  std::string must(std::string_view command, const Json& more) {
    const auto said = say(command, more);
    EXPECT_FALSE(said.error) << command << ": " << said.error->what;
    return said.out;
  }
  Said import_lines(const std::string& lines) {
    const auto file = (dir_.path() / "people.jsonl").string();
    std::ofstream(file) << lines;
    return say("account import-directory", {{"file", file}});
  }
  TempDir dir_;
};

TEST_F(ProfileCommand, ShowsWhatWasSaidWhenTheyWereAdded) {
  EXPECT_EQ(must("account profile", {{"name", "alice"}}),
            "name: alice\ntitle: Potter\nteam: \nmanager: \nplace: \nhours: \nreach: partners\n"
            "skills: tea, C++\n");
  EXPECT_THAT(must("account profile", {{"name", "bob"}}), HasSubstr("manager: @alice@a.example\n"));
}

TEST_F(ProfileCommand, SetsWhatIsSaidAndLeavesTheRest) {
  const auto shown = must("account profile", {{"name", "alice"}, {"team", "Kiln"}});
  EXPECT_THAT(shown, HasSubstr("team: Kiln\n"));
  EXPECT_THAT(shown, HasSubstr("title: Potter\n"));
  EXPECT_THAT(must("account profile", {{"name", "bob"}, {"manager", ""}}),
              HasSubstr("manager: \n"));
  EXPECT_TRUE(say("account profile", {{"name", "alice"}, {"manager", "nobody"}}).error);
  EXPECT_TRUE(say("account profile", {{"name", "nobody"}}).error);
}

TEST_F(ProfileCommand, TakesTheDirectoryOfAnOrganizationAgainAndAgain) {
  const std::string lines =
      "{\"name\": \"alice\", \"team\": \"Kiln\", \"manager\": \"bob\"}\r\n\n"
      "{\"name\": \"bob\", \"title\": \"Head\", \"skills\": [\"Tea\"]}\n"
      "{\"name\": \"carol\", \"title\": \"Smith\"}\n";
  EXPECT_EQ(import_lines(lines).out,
            "Changed 2 profiles; 0 were so already; there is no account carol\n");
  EXPECT_EQ(import_lines(lines).out,
            "Changed 0 profiles; 2 were so already; there is no account carol\n");
  EXPECT_THAT(must("account profile", {{"name", "alice"}}), HasSubstr("manager: @bob@a.example\n"));
  EXPECT_THAT(must("account profile", {{"name", "bob"}}), HasSubstr("skills: Tea\n"));
}

TEST_F(ProfileCommand, ABadLineIsNamed) {
  const auto no_json = import_lines("{\"name\": \"alice\"}\nteam: Kiln\n");
  ASSERT_TRUE(no_json.error);
  EXPECT_THAT(no_json.error->what, HasSubstr("line 2"));
  const auto nameless = import_lines("{\"team\": \"Kiln\"}\n");
  ASSERT_TRUE(nameless.error);
  EXPECT_THAT(nameless.error->what, HasSubstr("line 1: has no \"name\""));
  const auto long_title =
      import_lines("{\"name\": \"bob\", \"title\": \"" + std::string(201, 'x') + "\"}\n");
  ASSERT_TRUE(long_title.error);
  EXPECT_THAT(long_title.error->what, HasSubstr("bob: "));
  EXPECT_TRUE(say("account import-directory", {{"file", "/nowhere.jsonl"}}).error);
}

}  // namespace
}  // namespace hallway::test
