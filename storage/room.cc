#include "storage/room.h"

#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace hallway {
namespace {

constexpr uint64_t kBlock = uint64_t{64} * 1024;
constexpr size_t kMostBlocks = 16;

uint64_t size_of(int file) {
  struct stat found {};
  return ::fstat(file, &found) == 0 ? static_cast<uint64_t>(found.st_size) : 0;
}

}  // namespace

Room::Room(int file) : file_(file), ready_(size_of(file)) {}

void Room::make(uint64_t used) {
  static constexpr std::array<char, kBlock> kZeros{};
  ready_ = std::max(ready_, used);  // others may have made the file grow beyond it
  const uint64_t step = std::clamp(used / 4, kBlock, kMostBlocks * kBlock);
  if (ready_ - used >= step / 2) return;
  // In one call: the system then takes larger pieces of memory for it.
  std::array<iovec, kMostBlocks> blocks;
  blocks.fill({const_cast<char*>(kZeros.data()), kZeros.size()});
  const auto count = static_cast<int>(step / kBlock);
  const auto written = ::pwritev(file_, blocks.data(), count, static_cast<off_t>(ready_));
  if (written > 0) ready_ += static_cast<uint64_t>(written);
}

}  // namespace hallway
