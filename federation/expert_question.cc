#include "federation/expert_question.h"

#include <algorithm>

namespace hallway {
namespace {

constexpr size_t kMaxHeading = 60;  // bytes
constexpr size_t kMaxHeadingWords = 3;
constexpr uint64_t kCommon = 20, kEveryday = 4;  // one of so many posts

bool is_common(const QuestionWord& word, uint64_t all_posts) {
  return word.posts * kCommon > all_posts;
}

size_t words_in(std::string_view text) {
  return 1 + static_cast<size_t>(std::ranges::count(text, ' '));
}

}  // namespace

bool is_everyday(uint64_t posts, uint64_t all_posts) { return posts * kEveryday > all_posts; }

std::vector<std::string> joined_words(std::span<const QuestionWord> words, uint64_t all_posts) {
  std::vector<std::string> result;
  for (size_t n = 1; n < words.size(); ++n) {
    if (is_common(words[n - 1], all_posts) || is_common(words[n], all_posts)) continue;
    result.push_back(words[n - 1].text + words[n].text);
  }
  return result;
}

std::string heading_of(std::string_view text) {
  const auto line = text.substr(0, text.find('\n'));
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > kMaxHeading) return "";
  const auto after = line.substr(colon + 1);
  // "https://…" and "12:30" are none.
  if (!after.empty() && after.front() != ' ') return "";
  std::string heading(line.substr(0, colon));
  if (heading.front() == ' ' || words_in(heading) > kMaxHeadingWords) return "";
  for (auto& c : heading)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return heading;
}

}  // namespace hallway
