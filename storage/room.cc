#include "storage/room.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace hallway {
namespace {

constexpr uint64_t kLeastStep = uint64_t{64} * 1024;
constexpr uint64_t kMostStep = uint64_t{1024} * 1024;
// What is written in one call the system keeps as one piece of memory, and looks at the whole of it
// for each page that is overwritten later. Smaller ones than this cost more to make than they save.
constexpr uint64_t kBytesACall = uint64_t{16} * 1024;

uint64_t size_of(int file) {
  struct stat found {};
  return ::fstat(file, &found) == 0 ? static_cast<uint64_t>(found.st_size) : 0;
}

}  // namespace

Room::Room(int file) : file_(file), ready_(size_of(file)) {}

void Room::make(uint64_t used) {
  static constexpr std::array<char, kBytesACall> kZeros{};
  ready_ = std::max(ready_, used);  // others may have made the file grow beyond it
  const uint64_t step = std::clamp(used / 4, kLeastStep, kMostStep);
  if (ready_ - used >= step / 2) return;
  for (const uint64_t end = ready_ + step; ready_ < end;) {
    const auto written = ::pwrite(file_, kZeros.data(), kZeros.size(), static_cast<off_t>(ready_));
    if (written <= 0) return;
    ready_ += static_cast<uint64_t>(written);
  }
}

}  // namespace hallway
