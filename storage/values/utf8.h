#pragma once
// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.

#include <cstddef>
#include <string_view>

namespace hallway {

// The length of the well-formed character at the beginning of `text`, 1 to 4; 0 where there is
// none.
size_t utf8_length(std::string_view text);
bool is_utf8(std::string_view text);

}  // namespace hallway
