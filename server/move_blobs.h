#pragma once
// A node's files from its folder into the storage of [s3], and back. Each is where it was until it
// is where it goes, whole: whoever is interrupted begins again where they were.

#include <cstdint>
#include <filesystem>
#include <functional>

#include "server/s3.h"

namespace hallway {

struct MovedBlobs {
  uint64_t files = 0, bytes = 0;
};
// Bytes done, and how many there are.
using MoveProgress = std::function<void(uint64_t done, uint64_t all)>;

// From the folder `media` in `dir`; a node may run there. Errors: conflict (a backup is being
// made), and those of the storage and the disk.
Result<MovedBlobs> move_to_storage(const std::filesystem::path& dir, const S3& s3,
                                   const MoveProgress& progress);

// Back into that folder; no node may run there. Errors: corrupt (a file is not what its name says,
// and stays), and those of the storage and the disk.
Result<MovedBlobs> move_to_folder(const std::filesystem::path& dir, const S3& s3,
                                  const MoveProgress& progress);

}  // namespace hallway
