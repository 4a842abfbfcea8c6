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

uint64_t size_of(const std::filesystem::path& path) {
  std::error_code missing;
  const auto size = std::filesystem::file_size(path, missing);
  return missing ? 0 : size;
}

}  // namespace hallway
