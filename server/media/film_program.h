#pragma once
// ffprobe and ffmpeg as children, each confined before it begins (confine.h).

#include <filesystem>
#include <string>
#include <vector>

#include "storage/values/result.h"

namespace hallway {

// Runs `program` ("ffmpeg", "ffprobe") in `folder` with `words` and waits; gives what it printed.
// Errors: invalid (it failed: the file is at fault), too_large (it printed more than 1 MiB),
// unavailable (it could not be begun or confined).
Result<std::string> run_film_program(const std::string& program, std::vector<std::string> words,
                                     const std::filesystem::path& folder);

}  // namespace hallway
