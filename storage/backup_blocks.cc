#include "storage/backup_blocks.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "storage/apart.h"
#include "storage/table.h"

namespace hallway {
namespace {

constexpr size_t kHeadBytes = 16;
constexpr std::string_view kFamily = "hallway backup ";

// What is hashed lies in one piece: the chain before, the head, the bytes.
std::string begin_block(const Digest& chain, uint64_t kind, uint64_t size) {
  std::string block;
  block.reserve(chain.size() + kHeadBytes + size);
  block.append(as_bytes_view(chain)).append(view(value_of(kind))).append(view(value_of(size)));
  return block;
}

Error damaged(uint64_t at) {
  return fail(Code::corrupt, "it is damaged or cut off, near byte " + std::to_string(at));
}

}  // namespace

Result<void> BlockWriter::begin() {
  TRY(write_all(file_, kBackupMagic));
  written_ = kBackupMagic.size();
  chain_ = sha256(kBackupMagic);
  return {};
}

Result<void> BlockWriter::write(BlockKind kind, std::string_view bytes) {
  block_ = begin_block(chain_, static_cast<uint64_t>(kind), bytes.size());
  block_.append(bytes);
  const auto before = chain_.size();
  chain_ = sha256(block_);
  block_.append(as_bytes_view(chain_));
  const auto shown = std::string_view(block_).substr(before);
  TRY(write_all(file_, shown));
  written_ += shown.size();
  writing_out_.reached(file_, written_);
  return {};
}

// A file that ends too early is damaged, whatever else is wrong with it.
Result<void> BlockReader::fill(char* into, size_t size) {
  while (size > 0) {
    const auto got = ::read(file_, into, size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Code::unavailable, std::strerror(errno));
    if (got == 0) return damaged(read_);
    into += got;
    read_ += static_cast<uint64_t>(got);
    size -= static_cast<size_t>(got);
  }
  return {};
}

Result<void> BlockReader::begin() {
  std::string magic(kBackupMagic.size(), '\0');
  auto filled = fill(magic.data(), magic.size());
  if (!filled.ok() && filled.error().code == Code::unavailable) return filled;
  if (!filled.ok() || !magic.starts_with(kFamily)) {
    return fail(Code::invalid, "it is no backup of Hallway");
  }
  if (magic != kBackupMagic) {
    return fail(Code::invalid, "a newer Hallway made it; restore it with that one");
  }
  chain_ = sha256(kBackupMagic);
  return {};
}

Result<BlockReader::Block> BlockReader::read() {
  std::string head(kHeadBytes, '\0');
  TRY(fill(head.data(), head.size()));
  const uint64_t kind = number_at(head, 0), size = number_at(head, 8);
  // Before any memory is taken for it.
  if (size > kMostBlockBytes) return damaged(read_);
  block_ = begin_block(chain_, kind, size);
  const size_t at = block_.size();
  block_.resize(at + size);
  TRY(fill(block_.data() + at, size));
  Digest chain{};
  TRY(fill(reinterpret_cast<char*>(chain.data()), chain.size()));
  chain_ = sha256(block_);
  if (chain != chain_) return damaged(read_);
  return Block{static_cast<BlockKind>(kind), std::string_view(block_).substr(at)};
}

Result<void> BlockReader::expect_nothing() {
  char one = 0;
  if (::read(file_, &one, 1) != 0) return damaged(read_);
  return {};
}

}  // namespace hallway
