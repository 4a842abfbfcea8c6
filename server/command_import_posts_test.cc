#include <gmock/gmock.h>

#include <fstream>

#include "tests/support/command_here.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class ImportPostsCommand : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto begun = say_here("init", {{"data", node().string()}, {"domain", "a.example"}});
    ASSERT_FALSE(begun.error) << begun.error->what;
  }
  [[nodiscard]] std::filesystem::path node() const { return dir_.path() / "node"; }
  [[nodiscard]] std::string file() const { return (dir_.path() / "posts.jsonl").string(); }

  static std::string line(const std::string& author, const std::string& text,
                          const std::string& org = "Boilers") {
    return dump_json(
        {{"author", author}, {"date", "2019-03-25"}, {"text", text}, {"org", org}, {"id", 1}});
  }
  Said import_lines(const std::string& lines, Json more = Json::object()) {
    std::ofstream(file()) << lines;
    more.update({{"data", node().string()}, {"file", file()}});
    return say_here("import-posts", more);
  }

  TempDir dir_;
};

TEST_F(ImportPostsCommand, TakesAFileOnce) {
  const auto lines = line("jane", "one") + "\r\n\n" + line("jane", "two") + "\n" + line("bob", "3");
  const auto first = import_lines(lines);
  EXPECT_FALSE(first.error) << first.error->what;
  EXPECT_EQ(first.out, "Imported 3 posts; of 2 authors 2 came to be here with it\n");
  const auto again = import_lines(lines + "\n" + line("bob", "4"));
  EXPECT_EQ(again.out,
            "Imported 1 post; of 2 authors 0 came to be here with it; 3 were here already\n");
  const auto as_json = import_lines(lines, {{"json", true}});
  EXPECT_EQ(find_int(parse_json(as_json.out).value(), "known"), 3);
}

TEST_F(ImportPostsCommand, TakesOnlyOfTheOrganizationsThatWereNamed) {
  const auto said = import_lines(
      line("jane", "one") + "\n" + line("bob", "two", "Lathes") + "\n" + line("eve", "3", "Seals"),
      {{"orgs", {"Boilers", "Seals"}}});
  EXPECT_EQ(said.out,
            "Imported 2 posts; of 2 authors 2 came to be here with it; 1 line is of other "
            "organizations\n");
}

TEST_F(ImportPostsCommand, StopsAtABadLineAndSaysWhatIsIn) {
  std::string lines;
  for (int n = 1; n <= 150; ++n) lines += line("jane", std::to_string(n)) + "\n";
  const std::vector<std::pair<std::string, std::string>> cases{
      {R"({"author": "jane", "text": "x"})", "\"date\" is missing"},
      {"{\"author\": \"ja", "line 151: "},
      {line("jane", std::string(1024 * 1024, 'x')), "more than 1 MiB"}};
  for (const auto& [bad, why] : cases) {
    const auto said = import_lines(lines + bad + "\n" + line("jane", "after"));
    ASSERT_TRUE(said.error) << why;
    EXPECT_EQ(said.out, "");
    EXPECT_THAT(said.error->what, HasSubstr("posts.jsonl, line 151: "));
    EXPECT_THAT(said.error->what, HasSubstr(why));
    EXPECT_THAT(said.error->what, HasSubstr("150 posts of the lines before it came in"));
  }
  const auto mended = import_lines(lines + line("jane", "after"));
  EXPECT_THAT(mended.out, HasSubstr("Imported 1 post;"));
  EXPECT_THAT(mended.out, HasSubstr("150 were here already"));
}

TEST_F(ImportPostsCommand, APostThatTheNodeRefusesIsABadLine) {
  ASSERT_FALSE(import_lines(line("jane", "one")).error);
  const Json jane{{"data", node().string()}, {"name", "jane"}};
  ASSERT_TRUE(answer_of(*find_command("account disable"), jane).ok());
  const auto said =
      import_lines(line("bob", "two") + "\n" + line("jane", "3") + "\n" + line("bob", "4"));
  ASSERT_TRUE(said.error);
  EXPECT_THAT(said.error->what, HasSubstr("line 2: jane cannot act any more"));
  EXPECT_THAT(said.error->what, HasSubstr("1 post of the lines before it came in"));
}

TEST_F(ImportPostsCommand, RefusesWhatIsNotThere) {
  const auto nowhere =
      say_here("import-posts", {{"data", (dir_.path() / "none").string()}, {"file", file()}});
  ASSERT_TRUE(nowhere.error);
  EXPECT_EQ(nowhere.error->code, Code::not_found);
  for (const auto& file : {(dir_.path() / "none.jsonl").string(), dir_.path().string()}) {
    const auto said = say_here("import-posts", {{"data", node().string()}, {"file", file}});
    ASSERT_TRUE(said.error) << file;
    EXPECT_THAT(said.error->what, HasSubstr("cannot be read"));
  }
  const auto label = import_lines(line("jane", "one"), {{"label", "everybody"}});
  ASSERT_TRUE(label.error);
  EXPECT_THAT(label.error->what, HasSubstr("\"everybody\" is no label"));
}

}  // namespace
}  // namespace hallway::test
