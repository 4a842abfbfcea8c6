#pragma once
// What a decoder may not do, whatever its input makes of it. A process confines itself, before it
// looks at a stranger's bytes; nothing gives it back what it gave up. By system calls (seccomp: a
// list of what is allowed, anything else fails with EPERM) and, where the kernel knows Landlock
// (5.13 and later), by files. Memory, time and sizes are limited by setrlimit.

#include <cstdint>
#include <filesystem>

#include "storage/values/result.h"

namespace hallway {

struct DecoderLimits {
  uint64_t memory = 0;  // bytes of address space
  uint64_t cpu_seconds = 0;
  uint64_t file_bytes = 0;  // of each file that is written
};
// Never widens what is in force. No core file is ever written.
Result<void> limit_process(const DecoderLimits& limits);

// Afterwards: memory, threads, and what is open already. No file can be opened, no process begun,
// no socket made, no code written. Fails with unavailable where the kernel knows no seccomp.
Result<void> confine_picture_decoder();

// Afterwards: the same, and the program that is executed next may open files: the system's
// libraries to read, those in `folder` to read and write. No socket, no other process.
Result<void> confine_film_decoder(const std::filesystem::path& folder);

}  // namespace hallway
