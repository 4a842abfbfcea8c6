#pragma once
// When `hallway backup` last put a folder into a file: it leaves a note there, which no backup
// holds, so that those who look after the node see it.

#include <filesystem>

#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

// 0 where no note is there.
Time last_backup(const std::filesystem::path& dir);
// Errors: unavailable (it cannot be written).
Result<void> note_backup(const std::filesystem::path& dir, Time made);

}  // namespace hallway
