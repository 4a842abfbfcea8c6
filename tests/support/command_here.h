#pragma once
// A command that does all in this process (run_here), as somebody on the command line gets it: what
// it printed, or what it refused and why.

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "server/commands.h"

namespace hallway::test {

struct Said {
  std::string out;
  std::optional<Error> error;
};

inline Said say_here(std::string_view name, const Json& arguments) {
  const auto* command = find_command(name);
  if (!command || !command->run_here) return {{}, fail(Code::internal, "no such command")};
  testing::internal::CaptureStdout();
  const auto done = command->run_here(arguments);
  Said said{testing::internal::GetCapturedStdout(), std::nullopt};
  if (!done.ok()) said.error = done.error();
  return said;
}

}  // namespace hallway::test
