#include "server/file_body.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace hallway {

Result<std::shared_ptr<FileBody>> FileBody::open(const std::filesystem::path& path, uint64_t first,
                                                 uint64_t length) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return fail(Code::not_found, "no such file");
  if (file < 0) return file_error(path);
  return std::shared_ptr<FileBody>(new FileBody(file, first, length));
}

Result<std::string> FileBody::read() {
  std::string piece(std::min<uint64_t>(end_ - at_, kMostInAPiece), '\0');
  ssize_t got = 0;
  do {
    got = ::pread(file_.get(), piece.data(), piece.size(), static_cast<off_t>(at_));
  } while (got < 0 && errno == EINTR);
  if (got < 0) return file_error("a file that is being served");
  piece.resize(static_cast<size_t>(got));
  at_ += piece.size();
  return piece;
}

}  // namespace hallway
