#include "storage/folder_hold.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

namespace hallway {
namespace {

// The lock is on the folder itself: a file for it would have to be made, and left out of copies.
Result<Descriptor> open_folder(const std::filesystem::path& dir) {
  Descriptor folder(::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.ok()) return file_error(dir);
  return folder;
}

}  // namespace

Result<Descriptor> hold_files(const std::filesystem::path& dir) {
  auto folder = TRY(open_folder(dir));
  while (::flock(folder.get(), LOCK_SH) != 0) {
    if (errno != EINTR) return file_error(dir);
  }
  return folder;
}

Result<std::optional<Descriptor>> claim_folder(const std::filesystem::path& dir) {
  auto folder = TRY(open_folder(dir));
  if (::flock(folder.get(), LOCK_EX | LOCK_NB) == 0) return std::optional(std::move(folder));
  if (errno != EWOULDBLOCK) return file_error(dir);
  return std::optional<Descriptor>();
}

}  // namespace hallway
