#pragma once
// One job of hallway-media, from the file to its report.

#include <filesystem>

#include "server/media/media_limits.h"
#include "storage/values/result.h"

namespace hallway {

// Reads "input" in `folder` and writes "kept" and, for what can be seen, "preview" beside it. The
// whole process is confined by it, for good. Errors: invalid (no kind that is known, or damaged),
// too_large, unavailable (a program, the disk, or confinement is missing).
Result<MediaReport> do_media_job(const std::filesystem::path& folder, const MediaLimits& limits);

}  // namespace hallway
