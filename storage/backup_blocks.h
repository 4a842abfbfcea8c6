#pragma once
// The form of a backup: one file, made of blocks that are chained to each other, so that whatever
// is missing, changed, doubled or in another order shows.
//
//   file   "hallway backup 1"  block  block ...
//   block  kind (8 bytes)  size (8)  that many bytes  chain (32)
//
// Numbers are big-endian. chain = SHA-256(the chain before ‖ kind ‖ size ‖ bytes); before the first
// block stands SHA-256("hallway backup 1"). Blocks come in this order, and nothing after the end:
//
//   made   when: milliseconds since 1970 (8 bytes)
//   file   a path within the data folder; then `bytes` blocks, at most 1 MiB each, of its content
//   ...    more files
//   end    how many files there are (8 bytes)

#include <cstdint>
#include <string>
#include <string_view>

#include "storage/descriptor.h"
#include "storage/values/crypto.h"
#include "storage/values/result.h"

namespace hallway {

enum class BlockKind : uint64_t { made = 1, file = 2, bytes = 3, end = 4 };

inline constexpr std::string_view kBackupMagic = "hallway backup 1";
inline constexpr size_t kMostBlockBytes = size_t{1} << 20;

// Both borrow the descriptor, which stands at the file's beginning.
class BlockWriter {
 public:
  explicit BlockWriter(int file) : file_(file) {}
  // Errors: those of write_all.
  Result<void> begin();
  Result<void> write(BlockKind kind, std::string_view bytes);
  [[nodiscard]] uint64_t written() const { return written_; }

 private:
  int file_;
  uint64_t written_ = 0;
  WritingOut writing_out_;
  Digest chain_{};
  std::string block_;
};

class BlockReader {
 public:
  explicit BlockReader(int file) : file_(file) {}
  // Fails with invalid where this is no backup, or one of a later form.
  Result<void> begin();
  struct Block {
    BlockKind kind;
    std::string_view bytes;  // until the next block
  };
  // Errors: corrupt for whatever is not as it was written.
  Result<Block> read();
  // Fails with corrupt where something follows.
  Result<void> expect_nothing();
  [[nodiscard]] uint64_t bytes_read() const { return read_; }

 private:
  [[nodiscard]] Result<void> fill(char* into, size_t size);
  int file_;
  uint64_t read_ = 0;
  Digest chain_{};
  std::string block_;
};

}  // namespace hallway
