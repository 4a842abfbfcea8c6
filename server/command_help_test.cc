#include "server/command_help.h"

#include <gmock/gmock.h>

#include "server/commands.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;

// As roff writes it.
std::string in_roff(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '-' ? std::string("\\-") : std::string(1, c);
  return out;
}

TEST(CommandHelp, TheManualPageHasEveryCommandAndEveryArgument) {
  const auto page = man_page();
  EXPECT_THAT(page, testing::StartsWith(".TH HALLWAY 1"));
  for (const auto& command : commands()) {
    const auto at = page.find(".SS hallway " + in_roff(command.name));
    ASSERT_NE(at, std::string::npos) << command.name;
    const auto section = page.substr(at, page.find(".SS", at + 3) - at);
    EXPECT_THAT(section, HasSubstr(in_roff(command.sentence))) << command.name;
    for (const auto& argument : command.arguments) {
      EXPECT_THAT(section, HasSubstr("\n.B " + in_roff(argument.name) + "\n")) << command.name;
    }
  }
}

TEST(CommandHelp, NoLineOfTheManualPageIsARequestByAccident) {
  const auto page = man_page();
  for (size_t at = 0; at < page.size();) {
    const size_t end = page.find('\n', at);
    const auto line = std::string_view(page).substr(at, end - at);
    at = end + 1;
    if (!line.starts_with('.') && !line.starts_with('\'')) continue;
    const auto request = line.substr(0, line.find(' '));
    EXPECT_THAT((std::vector<std::string_view>{".TH", ".SH", ".SS", ".TP", ".B", ".I", ".RI"}),
                testing::Contains(request))
        << line;
  }
}

TEST(CommandHelp, TheCompletionHasEveryCommandAndEveryOption) {
  const auto script = bash_completion();
  for (const auto& command : commands()) {
    const auto mark = "\"" + std::string(command.name) + "\") words=\"";
    const auto at = script.find(mark);
    ASSERT_NE(at, std::string::npos) << command.name;
    const auto words = script.substr(at, script.find('\n', at) - at);
    for (const auto& argument : command.arguments) {
      if (argument.name.starts_with("--")) {
        EXPECT_THAT(words, HasSubstr(std::string(argument.name))) << command.name;
      }
    }
  }
}

}  // namespace
}  // namespace hallway
