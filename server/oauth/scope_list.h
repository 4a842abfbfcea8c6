#pragma once
// What a program may do, as a list for people.

#include <string_view>

#include "server/html_page.h"

namespace hallway {

// Each thing once, in the order of `scopes` (separated by spaces).
void write_scopes(Html& html, std::string_view scopes);

}  // namespace hallway
