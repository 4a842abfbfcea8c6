#pragma once
// Words that hold sentences together and say nothing of what they are about, in the languages in
// which the page speaks. Pure.

#include <string_view>

namespace hallway {

// `word`: lower case, NFKC (federation/word_break.h).
bool says_nothing(std::string_view word);

}  // namespace hallway
