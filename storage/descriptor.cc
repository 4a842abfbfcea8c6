#include "storage/descriptor.h"

#include <fcntl.h>

#include <cerrno>
#include <cstring>

namespace hallway {

Code code_of_errno(int error) {
  const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  return full ? Code::full : Code::unavailable;
}

Error file_error(const std::filesystem::path& path) {
  const int error = errno;
  return fail(code_of_errno(error), path.string() + ": " + std::strerror(error));
}

Result<void> make_durable(const std::filesystem::path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.ok() || ::fsync(opened.get()) != 0) return file_error(folder);
  return {};
}

void WritingOut::reached(int file, uint64_t bytes) {
  constexpr uint64_t kStep = uint64_t{8} << 20;
  if (bytes < begun_ + kStep) return;
  // Advice only: a file system that cannot do it writes in its own time.
  (void)::sync_file_range(file, static_cast<off_t>(begun_), static_cast<off_t>(bytes - begun_),
                          SYNC_FILE_RANGE_WRITE);
  begun_ = bytes;
}

uint64_t size_of(const std::filesystem::path& path) {
  std::error_code missing;
  const auto size = std::filesystem::file_size(path, missing);
  return missing ? 0 : size;
}

}  // namespace hallway
