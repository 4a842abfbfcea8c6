#pragma once
// A file, or a part of one, as the body of an answer. Who deletes the file meanwhile takes nothing
// from those who are reading it.

#include <filesystem>
#include <memory>

#include "server/body.h"
#include "storage/descriptor.h"

namespace hallway {

class FileBody final : public Body {
 public:
  // `length` bytes from `first` on; both within the file. Fails with not_found (no such file),
  // unavailable (it cannot be opened).
  static Result<std::shared_ptr<FileBody>> open(const std::filesystem::path& path, uint64_t first,
                                                uint64_t length);

  [[nodiscard]] uint64_t size() const override { return size_; }
  Result<std::string> read() override;

 private:
  FileBody(int file, uint64_t first, uint64_t length)
      : file_(file), at_(first), end_(first + length), size_(length) {}

  Descriptor file_;
  uint64_t at_;
  const uint64_t end_, size_;
};

}  // namespace hallway
