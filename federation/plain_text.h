#pragma once
// Text as it may be stored and shown: valid UTF-8, no control characters. Pure.

#include <string>
#include <string_view>

namespace hallway {

// Replaces what is not UTF-8 by U+FFFD, makes CR LF and CR a line feed, and leaves out control
// characters (but tab and line feed) and the non-characters U+FFFE and U+FFFF. Never fails.
std::string clean_text(std::string_view text);

// Whether clean_text would change nothing: cheap for the usual case.
bool is_clean_text(std::string_view text);

// The longest beginning of at most `bytes` bytes that does not cut a UTF-8 character.
std::string_view utf8_prefix(std::string_view text, size_t bytes);
// The same as a text of its own.
inline std::string clipped(std::string_view text, size_t bytes) {
  return std::string(utf8_prefix(text, bytes));
}

}  // namespace hallway
