#pragma once
// What a question and a post are about, as the expert finder takes it. Pure.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hallway {

inline constexpr double kJoinedWeight = .6;  // of a joined word, beside one that was asked
inline constexpr double kRepeated = .75;  // to this power of how often it was asked a word weighs

struct QuestionWord {
  std::string text;    // as it was written, lower case
  uint64_t posts = 0;  // that have it
};

// In more than one of four of all posts: says nothing about anybody, and is asked only where the
// question has nothing else.
bool is_everyday(uint64_t posts, uint64_t all_posts);

// Two words that stand side by side, written as one ("web kit": "webkit"): many names are. Not
// where either is in more than one of twenty of all posts. To be asked as well, for kJoinedWeight.
std::vector<std::string> joined_words(std::span<const QuestionWord> words, uint64_t all_posts);

// How often a word stands somewhere.
struct WordCount {
  uint64_t posts = 0;  // that have it
  uint64_t count = 0;  // in all of them together
};
using WordCounts = std::map<std::string, WordCount, std::less<>>;

// At most so many words of a question are taken; with those that are joined, twice as many.
inline constexpr size_t kMostWords = 50;

// The words of a question in their order, each as often as it is asked, at most kMostWords.
std::vector<std::string> question_words(std::string_view question);
// Of which it has to be known how common they are, each once: these, and each two of them joined.
std::vector<std::string> words_to_count(std::span<const std::string> words);

// So many posts have the words of a question together: the rarest of them are asked, which tell
// most. Among a million posts the others would take ten times as long.
inline constexpr uint64_t kMostPostings = 300'000;

struct WeighedWord {
  std::string text;
  double weight = 1;
  WordCount all;  // of all nodes that are asked
};
// What is asked in the end: neither what nobody wrote, nor what says nothing of anybody, nor what
// is beyond kMostPostings. At least one of the words that are known.
std::vector<WeighedWord> weigh_words(std::span<const std::string> words, const WordCounts& counts,
                                     uint64_t all_posts);

// What comes before the first colon of the first line, where that reads like a heading ("heating:
// the boiler is out", "build/tests: fix"): at most three words and 60 bytes, lower case letters of
// ASCII. Empty where it does not. Posts with the same one have the same topic.
std::string heading_of(std::string_view text);

}  // namespace hallway
