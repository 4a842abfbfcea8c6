#include "server/last_backup.h"

#include <fstream>
#include <string>

namespace hallway {
namespace {

std::filesystem::path note_in(const std::filesystem::path& dir) { return dir / "last-backup"; }

}  // namespace

Time last_backup(const std::filesystem::path& dir) {
  std::ifstream note(note_in(dir));
  std::string text;
  std::getline(note, text);
  return parse_rfc3339(text).value_or(Time{});
}

Result<void> note_backup(const std::filesystem::path& dir, Time made) {
  std::ofstream note(note_in(dir), std::ios::trunc);
  note << to_rfc3339(made) << "\n" << std::flush;
  if (note) return {};
  return fail(Code::unavailable, note_in(dir).string() + " cannot be written");
}

}  // namespace hallway
