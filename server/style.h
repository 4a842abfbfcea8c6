#pragma once
// The one style sheet of the pages without script.

#include <string_view>

namespace hallway {

extern const std::string_view kStyle;

}  // namespace hallway
