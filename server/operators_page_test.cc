// docs/operators.md against the commands that there are.

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "server/commands.h"
#include "tests/support/shared.h"

namespace hallway::test {
namespace {

// What the page tells one to type: its lines of code, and what stands between backticks.
std::vector<std::string> told_to_type() {
  std::istringstream page(read_file(source_dir() / "docs/operators.md"));
  std::vector<std::string> told;
  for (std::string line; std::getline(page, line);) {
    const bool code = line.starts_with("    ");
    for (size_t at = line.find("hallway "); at != std::string::npos;
         at = line.find("hallway ", at + 1)) {
      const bool quoted = at > 0 && line[at - 1] == '`';
      const bool typed = code && (at == 4 || line.compare(at - 3, 3, "-- ") == 0);
      if (!quoted && !typed) continue;
      const auto end = quoted ? line.find('`', at) : line.find("    ", at);
      told.push_back(line.substr(at + 8, end == std::string::npos ? end : end - at - 8));
    }
  }
  return told;
}

const Command* command_in(const std::string& typed) {
  const Command* found = nullptr;
  for (const auto& command : commands()) {
    const bool begins = (typed + " ").starts_with(std::string(command.name) + " ");
    if (begins && (!found || command.name.size() > found->name.size())) found = &command;
  }
  return found;
}

TEST(OperatorsPage, TellsOnlyOfCommandsAndOptionsThatThereAre) {
  const auto told = told_to_type();
  EXPECT_GT(told.size(), 40U);
  for (const auto& typed : told) {
    const auto* command = command_in(typed);
    ASSERT_NE(command, nullptr) << typed;
    std::istringstream words(typed);
    for (std::string word; words >> word;) {
      if (!word.starts_with("--")) continue;
      EXPECT_TRUE(std::ranges::any_of(
          command->arguments, [&](const Argument& argument) { return argument.name == word; }))
          << typed << ": " << word;
    }
  }
}

TEST(OperatorsPage, TellsOfEveryCommandButThoseForPeople) {
  std::set<std::string_view> told{"post", "follow", "timeline", "like", "boost", "demo"};
  for (const auto& typed : told_to_type()) {
    if (const auto* command = command_in(typed)) told.insert(command->name);
  }
  for (const auto& command : commands()) EXPECT_TRUE(told.contains(command.name)) << command.name;
}

}  // namespace
}  // namespace hallway::test
