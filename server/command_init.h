#pragma once
// A new node, as `init` and the demo make it.

#include <filesystem>

#include "server/config.h"

namespace hallway {

// Makes `dir` (mode 0700) with configuration, store and the node's own keys. A folder in use is
// refused and left as it is; on any other error nothing stays behind. Errors: invalid (domain,
// mode), conflict, unavailable.
Result<void> init_node(const std::filesystem::path& dir, const InitialConfig& initial);

}  // namespace hallway
