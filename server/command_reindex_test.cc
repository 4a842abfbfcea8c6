#include <gmock/gmock.h>

#include "tests/support/command_here.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

TEST(ReindexCommand, MakesTheIndexOfANodeThatDoesNotRun) {
  const TempDir dir;
  const auto node = dir.path() / "node";
  const Json made = {{"data", node.string()}, {"domain", "a.example"}};
  const auto begun = say_here("init", made);
  ASSERT_FALSE(begun.error) << begun.error->what;
  for (int round = 0; round < 2; ++round) {
    const auto said = say_here("reindex", {{"data", node.string()}});
    EXPECT_FALSE(said.error) << said.error->what;
    EXPECT_THAT(said.out, HasSubstr("The index holds what can be found of 1 posts and people"));
    EXPECT_TRUE(std::filesystem::is_directory(node / "search"));
  }
}

TEST(ReindexCommand, RefusesAFolderThatHoldsNoNode) {
  const TempDir dir;
  const auto said = say_here("reindex", {{"data", (dir.path() / "none").string()}});
  ASSERT_TRUE(said.error);
  EXPECT_EQ(said.error->code, Code::not_found);
}

}  // namespace
}  // namespace hallway::test
