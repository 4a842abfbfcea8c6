#include "storage/room.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace hallway {
namespace {

constexpr uint64_t kBlock = uint64_t{64} * 1024;
constexpr uint64_t kLargestStep = 16 * kBlock;

uint64_t size_of(int file) {
  struct stat found {};
  return ::fstat(file, &found) == 0 ? static_cast<uint64_t>(found.st_size) : 0;
}

}  // namespace

Room::Room(int file) : file_(file), ready_(size_of(file)) {}

void Room::make(uint64_t used) {
  static constexpr std::array<char, kBlock> kZeros{};
  ready_ = std::max(ready_, used);  // others may have made the file grow beyond it
  const uint64_t step = std::clamp(used / 4, kBlock, kLargestStep);
  if (ready_ - used >= step / 2) return;
  for (const auto end = ready_ + step; ready_ < end;) {
    const auto written = ::pwrite(file_, kZeros.data(), kZeros.size(), static_cast<off_t>(ready_));
    if (written <= 0) return;
    ready_ += static_cast<uint64_t>(written);
  }
}

}  // namespace hallway
