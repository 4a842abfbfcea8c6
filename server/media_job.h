#pragma once
// Files of strangers are decoded by hallway-media, a program of its own that is begun for each one
// (server/media/job.h) and ends with it: with limits on memory, time and what it writes, without
// the node's sockets, store and keys. Whatever it says is believed only as far as it can be true.

#include <filesystem>

#include "server/media/media_limits.h"
#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

// Makes "kept" and "preview" of "input" in `folder`, which must be absolute. Waits, at most
// `patience`; then the program and its children are ended. Any thread, but not one that ends while
// this runs. Errors: invalid or too_large (the file is at fault; the sentence is for its owner),
// full (no room), unavailable (the program is missing or cannot be confined).
Result<MediaReport> run_media_job(const std::filesystem::path& folder, const MediaLimits& limits,
                                  Duration patience);

// Where the program is: beside the one that runs.
std::filesystem::path media_program();

}  // namespace hallway
