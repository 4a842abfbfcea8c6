// hallway init: from nothing to a node that can be served.

#include "server/command_init.h"

#include <sys/stat.h>

#include <cstdio>
#include <filesystem>

#include "server/commands.h"
#include "server/open_node.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

Result<void> make_folder(const fs::path& dir) {
  std::error_code error;
  if (fs::exists(dir / "hallway.toml", error) || fs::exists(dir / "store", error)) {
    return fail(Code::conflict,
                dir.string() + " is a node already; serve it with: hallway serve " + dir.string());
  }
  if (fs::exists(dir, error)) {
    if (!fs::is_directory(dir, error) || !fs::is_empty(dir, error)) {
      return fail(Code::conflict, dir.string() + " is in use; name a new or empty folder");
    }
  } else if (!fs::create_directories(dir, error)) {
    return fail(Code::unavailable, dir.string() + " cannot be made: " + error.message());
  }
  if (::chmod(dir.c_str(), S_IRWXU) != 0) {
    return fail(Code::unavailable, dir.string() + " is not ours to protect (mode 0700)");
  }
  return {};
}

// What was made here before something went wrong; nothing else was in the folder.
void undo(const fs::path& dir) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(dir, ignored)) {
    fs::remove_all(entry.path(), ignored);
  }
}

Result<void> fill(const fs::path& dir, const InitialConfig& initial) {
  TRY(write_initial_config(dir, initial));
  TRY(OpenNode::open(dir));  // makes the store and the keys that the node itself signs with
  return {};
}

Result<void> init(const Json& arguments) {
  const fs::path dir = TRY(text_argument(arguments, "data"));
  const auto port = find_int(arguments, "port").value_or(0);
  if (find_member(arguments, "port") && (port < 1 || port > 65'535)) {
    return fail(Code::invalid, "--port takes a number from 1 to 65535");
  }
  const InitialConfig initial{.domain = TRY(text_argument(arguments, "domain")),
                              .port = static_cast<uint16_t>(port),
                              .mode = text_argument_or(arguments, "mode", "")};
  TRY(init_node(dir, initial));
  std::printf("%s is ready for %s. Start it with: hallway serve %s\n", dir.c_str(),
              initial.domain.c_str(), dir.c_str());
  return {};
}

}  // namespace

Result<void> init_node(const fs::path& dir, const InitialConfig& initial) {
  TRY(Domain::parse(initial.domain));
  TRY(make_folder(dir));
  auto filled = fill(dir, initial);
  if (!filled.ok()) undo(dir);
  return filled;
}

std::vector<Command> init_commands() {
  return {{.name = "init",
           .sentence = "Make a data folder for a new node",
           .arguments = {{"DIR", "data", "The folder, new or empty", true},
                         {"--domain", "domain", "What handles carry after the @; for good", true},
                         {"--port", "port", "Where it listens", false, ArgumentKind::number},
                         {"--mode", "mode", "allowlist (talks with partners only) or open"}},
           .run_here = init}};
}

}  // namespace hallway
