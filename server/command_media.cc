// hallway media move: the files that people brought, from the folder into S3 storage and back.

#include <cstdio>

#include "server/commands.h"
#include "server/control.h"
#include "server/move_blobs.h"
#include "server/open_blobs.h"
#include "server/open_node.h"
#include "server/progress.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

Result<Config> config_with_bucket(const fs::path& dir) {
  auto config = TRY(config_of(dir));
  if (config.s3.bucket.empty()) {
    return fail(Code::invalid, (dir / "hallway.toml").string() +
                                   ": [s3] is not set; set endpoint, bucket, access_key and "
                                   "secret_file first");
  }
  return config;
}

// What a running node is given meanwhile would be left behind.
Result<void> check_stopped(const fs::path& dir) {
  const auto answered = ask_running_node(dir, "status", Json::object(), kStatusPatience);
  if (answered.ok() && !*answered) return {};
  return fail(Code::conflict, "stop the node in " + dir.string() +
                                  " first; start it again once "
                                  "[s3] is taken out of hallway.toml");
}

Result<void> move(const Json& arguments) {
  const fs::path dir = TRY(text_argument(arguments, "data"));
  const auto to = TRY(text_argument(arguments, "to"));
  if (to != "s3" && to != "folder") return fail(Code::invalid, "--to must be s3 or folder");
  const auto config = TRY(config_with_bucket(dir));
  if (to == "folder") TRY(check_stopped(dir));
  const auto storage = TRY(StorageBeside::open(config));
  const S3 s3(*storage.client(), config.s3);
  Progress progress("Moving", Progress::Unit::bytes);
  const auto show = [&](uint64_t done, uint64_t all) { progress.show(done, all); };
  const auto moved =
      TRY(to == "s3" ? move_to_storage(dir, s3, show) : move_to_folder(dir, s3, show));
  const auto where = to == "s3" ? s3.what() : (dir / "media").string();
  std::printf("%llu files, %s, are in %s now\n", static_cast<unsigned long long>(moved.files),
              size_text(moved.bytes).c_str(), where.c_str());
  return {};
}

}  // namespace

std::vector<Command> media_commands() {
  return {{.name = "media move",
           .sentence = "Move the files that people brought into the storage of [s3], or back",
           .arguments = {{"DIR", "data", "The node's data folder", true},
                         {"--to", "to", "s3, also while the node runs, or folder", true}},
           .run_here = move}};
}

}  // namespace hallway
