#pragma once
// A data folder is copied while its node runs: what the copied store names must still be there when
// the other files come to be copied. Whoever copies holds the files of the folder; whoever removes
// any that a store may name claims the folder first. Of processes and threads alike; what a process
// holds ends with it.

#include <filesystem>
#include <optional>

#include "storage/descriptor.h"

namespace hallway {

// Nothing is removed from `dir` until the result is destroyed. Waits for a removal that is under
// way. Errors: unavailable.
Result<Descriptor> hold_files(const std::filesystem::path& dir);

// While the result lives nobody copies `dir`. Nothing where somebody is at it: what was to be
// removed is for later. Errors: unavailable.
Result<std::optional<Descriptor>> claim_folder(const std::filesystem::path& dir);

}  // namespace hallway
