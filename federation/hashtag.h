#pragma once
// Hashtags in any script. Pure.

#include <cstddef>
#include <string>
#include <string_view>

namespace hallway {

inline constexpr size_t kMaxHashtag = 100;  // code points

// The form in which hashtags are compared and stored: without '#' (or the wide one), NFKC, lower
// case. Empty where it cannot be one: no text, over kMaxHashtag, spaces or controls in it.
std::string normalize_hashtag(std::string_view written);

// The hashtag that `text` begins with: the bytes of sign and name together; 0 where it begins with
// none. A name is of letters, digits, marks and '_' of any script, with at least one letter;
// middle dots and joiners only between those.
size_t hashtag_length(std::string_view text);

// Whether a word could go on with this code point: letter, digit, mark or '_'.
bool is_word_code(int code);

}  // namespace hallway
