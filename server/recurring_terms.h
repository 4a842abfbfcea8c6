#pragma once
// Words, and two words side by side, that several people use of late although they are rare
// otherwise: what is talked about and nobody tagged. Pure.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hallway {

inline constexpr size_t kLeastPeople = 3;  // who use a word that recurs
inline constexpr size_t kMostTerms = 50;

// How common words are among all posts, old and new.
struct WordUse {
  uint64_t all = 0;  // posts
  std::function<uint64_t(const std::string& word)> with;
};

class RecurringTerms {
 public:
  struct Text {
    uint32_t said = 0, author = 0;  // numbers of the post and of who wrote it
    std::string_view text;          // plain
  };
  // Each post once, those of the time in question alone.
  void add(const Text& text);

  struct Term {
    std::string text;  // lower case; words with a space between them
    size_t people = 0;
    std::vector<uint32_t> said;  // in the order in which they were added
  };
  // What most people use first, of that the rarer. A word that hardly stands but within a pair that
  // is among them is left out.
  [[nodiscard]] std::vector<Term> found(const WordUse& use) const;

 private:
  struct Uses {
    std::vector<uint32_t> said, authors;  // the latter sorted, each once
  };
  void add_use(const std::string& term, const Text& text);
  [[nodiscard]] bool has_risen(const std::string& term, size_t posts, const WordUse& use) const;

  std::unordered_map<std::string, Uses> uses_;
  size_t posts_ = 0;
};

}  // namespace hallway
