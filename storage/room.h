#pragma once
// Keeps a file written ahead of what is used of it. A durable commit that only overwrites takes
// about half the time of one that makes the file grow: there the file system has a journal of its
// own to make durable besides the data.

#include <cstdint>

namespace hallway {

// Not thread-safe. The file stays its owner's.
class Room {
 public:
  explicit Room(int file);
  // Writes zeros behind what is ready, where `used` bytes leave less than half a step of that: a
  // step is a quarter of what is used, from 64 KiB to 1 MiB. Nothing behind `used` may be of use to
  // anybody. A full disk is no error here: who writes what counts will meet it.
  void make(uint64_t used);
  // How much of the file is written, in bytes.
  [[nodiscard]] uint64_t ready() const { return ready_; }

 private:
  int file_;
  uint64_t ready_;
};

}  // namespace hallway
