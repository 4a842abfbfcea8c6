// What people wrote elsewhere, taken in by the program as an operator uses it.

#include <gmock/gmock.h>
#include <signal.h>

#include "storage/values/json.h"
#include "tests/process/program.h"
#include "tests/support/eventually.h"
#include "tests/support/shared.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class ImportOfPosts : public ::testing::Test {
 protected:
  void SetUp() override {
    town_.init();
    ASSERT_EQ(town_.command({"account", "add", "reader"}).code, 0);
    token_ = trimmed(town_.command({"token", "reader", "--scopes", "read"}).out);
  }

  static std::string line(const std::string& author, const std::string& text) {
    return dump_json({{"author", author}, {"date", "2019-03-25T19:59:20Z"}, {"text", text}}) + "\n";
  }
  [[nodiscard]] Outcome import_lines(const std::string& lines) const {
    return run({"import-posts", town_.dir().string(), "-"}, town_.variables(), lines);
  }
  [[nodiscard]] Json get(const std::string& target) const {
    const auto answer = town_.get(target, "Authorization: Bearer " + token_ + "\r\n");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return parse_json(answer.body).value_or(Json());
  }
  // Whether search finds, in time, what somebody wrote.
  [[nodiscard]] bool is_found(const std::string& word, const std::string& author) const {
    return eventually(
        [&] {
          const auto found = get("/api/v2/search?type=statuses&q=" + word);
          const auto statuses = find_list(found, "statuses");
          return std::ranges::any_of(statuses, [&](const Json* status) {
            const auto* account = find_member(*status, "account");
            return account && find_string(*account, "username") == author;
          });
        },
        std::chrono::seconds(30), std::chrono::milliseconds(50));
  }
  void expect_whole() const {
    const auto verified = run({"verify", town_.dir().string()}, town_.variables());
    EXPECT_EQ(verified.code, 0) << verified.err;
  }

  const RealNode town_{"127.0.49.1"};
  std::string token_;
};

TEST_F(ImportOfPosts, ANodeThatRunsTakesThemAndFindsThem) {
  const auto node = town_.serve();
  const auto said = import_lines(line("Jane Doe", "Descaling the boiler of the laundry") +
                                 line("Bob", "Sharpening lathe tools"));
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_EQ(trimmed(said.out), "Imported 2 posts; of 2 authors 2 came to be here with it");
  EXPECT_EQ(said.err, "") << "no progress where nobody looks";
  EXPECT_TRUE(is_found("boiler", "jane_doe"));
  EXPECT_EQ(get("/api/v1/timelines/public?local=true").size(), 2U);
  EXPECT_THAT(import_lines(line("Bob", "Sharpening lathe tools")).out, StartsWith("Imported 0"));
  node->signal(SIGTERM);
  EXPECT_EQ(node->wait().code, 0);
  expect_whole();
}

TEST_F(ImportOfPosts, ANodeThatDoesNotRunTakesThemForWhenItDoes) {
  const auto bad = import_lines(line("Jane Doe", "Descaling the boiler") + "{\"author\": 7}\n");
  EXPECT_EQ(bad.code, 1);
  EXPECT_TRUE(one_line(bad.err)) << bad.err;
  EXPECT_THAT(bad.err, HasSubstr("standard input, line 2: \"author\" is no text; 1 post of the "
                                 "lines before it came in"));
  expect_whole();
  const auto node = town_.serve();
  EXPECT_TRUE(is_found("boiler", "jane_doe"));
}

// A small part of real histories.
TEST_F(ImportOfPosts, RealHistoriesComeInWhole) {
  const auto histories = shared("experts/posts.jsonl.xz");
  if (!histories) return;
  const auto file = town_.dir().parent_path() / "some.jsonl";
  ASSERT_EQ(
      std::system(("xz -dc '" + histories->string() + "' | head -n 1000 > '" + file.string() + "'")
                      .c_str()),
      0);
  const auto said =
      run({"import-posts", town_.dir().string(), file.string(), "--json"}, town_.variables());
  ASSERT_EQ(said.code, 0) << said.err;
  const auto told = parse_json(said.out).value();
  EXPECT_EQ(find_int(told, "made").value_or(0) + find_int(told, "known").value_or(0), 1000);
  EXPECT_GT(find_int(told, "made").value_or(0), 900) << "few write the same twice in a second";
  EXPECT_EQ(find_int(told, "people"), find_int(told, "authors"));
  expect_whole();
}

}  // namespace
}  // namespace hallway::test
