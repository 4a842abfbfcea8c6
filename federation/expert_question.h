#pragma once
// What a question and a post are about, as the expert finder takes it. Pure.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hallway {

inline constexpr double kJoinedWeight = .6;  // of a joined word, beside one that was asked

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

// What comes before the first colon of the first line, where that reads like a heading ("heating:
// the boiler is out", "build/tests: fix"): at most three words and 60 bytes, lower case letters of
// ASCII. Empty where it does not. Posts with the same one have the same topic.
std::string heading_of(std::string_view text);

}  // namespace hallway
