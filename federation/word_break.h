#pragma once
// Words of a text as people of its script divide it, also where no spaces are written between them
// (Chinese, Japanese, Thai). Pure.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hallway {

struct Word {
  std::string text;  // as hashtags are compared: NFKC, lower case
  size_t letters = 0;
  bool spaced = true;  // of a script that writes spaces between words
  bool next = false;   // nothing but spaces, or in a script without them nothing, before it
};
// What has a letter in it, in order; neither names with an @, hashtags, nor addresses.
std::vector<Word> words_in(std::string_view text);

}  // namespace hallway
