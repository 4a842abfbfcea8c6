#pragma once
// Files, as the operating system has them.

#include <unistd.h>

#include <filesystem>
#include <utility>

#include "storage/values/result.h"

namespace hallway {

// An open file that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool ok() const { return fd_ >= 0; }
  [[nodiscard]] int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

// What `error`, a value of errno, means: full where there is no room to write, else unavailable.
Code code_of_errno(int error);

// What errno says of `path`. Errors: full, unavailable.
Error file_error(const std::filesystem::path& path);

// An error of what was done with `path`, naming it.
template <class T>
Result<T> naming(const std::filesystem::path& path, Result<T> outcome) {
  if (outcome.ok()) return outcome;
  return fail(outcome.error().code, path.string() + ": " + outcome.error().what);
}

// Names that were made or changed in `folder` outlast a power cut. Errors: full, unavailable.
Result<void> make_durable(const std::filesystem::path& folder);

// Has the system write a file to the disk while it is being made: whoever makes it durable in the
// end then waits for its last part only. That it is durable, nobody but fsync says.
class WritingOut {
 public:
  // To be called with how many bytes of `file` are written so far.
  void reached(int file, uint64_t bytes);

 private:
  uint64_t begun_ = 0;
};

// In bytes; 0 where there is no such file.
uint64_t size_of(const std::filesystem::path& path);

}  // namespace hallway
