#pragma once
// Text as search compares it: words of any script without regard to case, accents and width, and
// their stems by language. Where a script writes no spaces between words (Chinese, Japanese, Thai)
// or joins particles to them (Korean), each character is a word and neighbours make pairs.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hallway {

struct SearchWord {
  std::string text;           // as it is compared
  std::string plain;          // lower case with its accents, as stemmers want it; empty: the same
  size_t begin = 0, end = 0;  // bytes in what was read
  bool character = false;     // of a script without spaces: a single one
  bool joined = false;        // to the character before it
  bool near = false;          // nothing but signs, and no space, lies before it: "media_files"
};

// Composed characters only, as search_words wants it.
std::string composed(std::string_view text);
// In order. Signs count for nothing, but for those of "C++" and "C#".
std::vector<SearchWord> search_words(std::string_view text);

// Stemmers by language, made when they are first wanted. One thread.
class Stems {
 public:
  Stems();
  ~Stems();
  Stems(const Stems&) = delete;
  Stems& operator=(const Stems&) = delete;

  // Whether there is one for the language ("de", "pt-BR").
  [[nodiscard]] static bool knows(std::string_view language);
  // As stems are compared. The word itself in a language without a stemmer.
  std::string stem(const SearchWord& word, std::string_view language);

 private:
  struct One;
  std::map<std::string, std::unique_ptr<One>, std::less<>> all_;
};

// The language to stem in where nobody said which: by the script of the letters.
std::string_view language_by_script(std::string_view text);
// "pt-BR" → "pt": the part by which stemmers are named.
std::string_view main_language(std::string_view language);

}  // namespace hallway
