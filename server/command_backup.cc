// hallway backup and restore: a node's folder as one file, and back.

#include <cstdio>

#include "server/commands.h"
#include "server/last_backup.h"
#include "server/progress.h"
#include "storage/backup.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

Result<void> backup(const Json& arguments) {
  const fs::path dir = TRY(text_argument(arguments, "data"));
  const fs::path file = TRY(text_argument(arguments, "file"));
  Progress progress("Backing up", Progress::Unit::bytes);
  const auto made = TRY(
      make_backup(dir, file,
                  {.made = SystemClock().now(),
                   .replace = find_bool(arguments, "replace").value_or(false),
                   .progress = [&](uint64_t done, uint64_t all) { progress.show(done, all); }}));
  // The backup is made all the same.
  if (const auto noted = note_backup(dir, made.made); !noted.ok()) {
    std::fprintf(stderr, "%s\n", noted.error().what.c_str());
  }
  std::printf(
      "%s holds %s as of %s: %llu files, %s. It holds every secret of the node: keep it "
      "where nobody else reads it\n",
      file.c_str(), dir.c_str(), to_rfc3339(made.made).c_str(),
      static_cast<unsigned long long>(made.files), size_text(made.bytes).c_str());
  return {};
}

Result<void> restore(const Json& arguments) {
  const fs::path file = TRY(text_argument(arguments, "file"));
  const fs::path dir = TRY(text_argument(arguments, "data"));
  Progress progress("Restoring", Progress::Unit::bytes);
  const auto restored = TRY(
      restore_backup(file, dir, [&](uint64_t done, uint64_t all) { progress.show(done, all); }));
  std::printf("%s is as it was at %s: %llu files. Start it with: hallway serve %s\n", dir.c_str(),
              to_rfc3339(restored.made).c_str(), static_cast<unsigned long long>(restored.files),
              dir.c_str());
  return {};
}

}  // namespace

std::vector<Command> backup_commands() {
  return {{.name = "backup",
           .sentence = "Put a node's folder, running or not, into one file",
           .arguments = {{"DIR", "data", "The node's data folder", true},
                         {"FILE", "file", "The backup to be made", true},
                         {"--replace", "replace", "Also where there is such a file already", false,
                          ArgumentKind::flag}},
           .run_here = backup},
          {.name = "restore",
           .sentence = "Make a node's folder of a backup, once it was checked whole",
           .arguments = {{"FILE", "file", "The backup", true},
                         {"DIR", "data", "The folder, new or empty", true}},
           .run_here = restore}};
}

}  // namespace hallway
