// hallway demo: two departments and a partner on this machine, talking.

#include <charconv>
#include <cstdio>

#include "server/commands.h"
#include "server/demo.h"

namespace hallway {
namespace {

Result<std::vector<uint16_t>> ports_argument(const Json& arguments) {
  const auto text = text_argument_or(arguments, "ports", "8080,8081,8082");
  std::vector<uint16_t> ports;
  const auto* at = text.data();
  const auto* const end = at + text.size();
  while (at < end) {
    uint16_t port = 0;
    const auto [stop, error] = std::from_chars(at, end, port);
    if (error != std::errc() || port == 0 || (stop < end && *stop != ',')) break;
    ports.push_back(port);
    at = stop < end ? stop + 1 : end;
  }
  if (at < end || ports.size() != demo::kPlaces) {
    return fail(Code::invalid, "--ports takes three ports, as in: --ports 9080,9081,9082");
  }
  return ports;
}

Result<void> run_demo(const Json& arguments) {
  std::puts("Making three nodes and their people; a few seconds.");
  std::fflush(stdout);
  const auto stage = TRY(demo::Stage::set_up({.folder = text_argument_or(arguments, "data", ""),
                                              .ports = TRY(ports_argument(arguments)),
                                              .seconds = find_int(arguments, "once")}));
  TRY(stage->print_programme());
  TRY(stage->perform());
  std::puts("\nStopping the nodes.");
  std::fflush(stdout);
  return {};
}

}  // namespace

std::vector<Command> demo_commands() {
  return {
      {.name = "demo",
       .sentence = "Show two departments and a partner that talk, on this machine",
       .arguments = {{"--data", "data", "Keep the nodes in this folder; else a temporary one"},
                     {"--ports", "ports", "Three ports; 8080,8081,8082"},
                     {"--once", "once", "End after so many seconds", false, ArgumentKind::number}},
       .run_here = run_demo}};
}

}  // namespace hallway
