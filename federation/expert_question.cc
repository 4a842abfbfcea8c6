#include "federation/expert_question.h"

#include <algorithm>
#include <cmath>

#include "storage/search_words.h"

namespace hallway {
namespace {

constexpr size_t kMaxHeading = 60;  // bytes
constexpr size_t kMaxHeadingWords = 3;
constexpr uint64_t kCommon = 20, kEveryday = 4;  // one of so many posts

bool is_common(const QuestionWord& word, uint64_t all_posts) {
  return word.posts * kCommon > all_posts;
}

size_t words_asked(std::string_view text) {
  return 1 + static_cast<size_t>(std::ranges::count(text, ' '));
}

// Which they are is the same for all nodes, since all weigh words by the same counts.
void keep_rarest(std::vector<WeighedWord>& words) {
  std::vector<uint64_t> posts;
  posts.reserve(words.size());
  for (const auto& word : words) posts.push_back(word.all.posts);
  std::ranges::sort(posts);
  uint64_t sum = 0, most = 0;
  for (const auto one : posts) {
    sum += one;
    if (most > 0 && sum > kMostPostings) break;
    most = one;
  }
  std::erase_if(words, [&](const WeighedWord& word) { return word.all.posts > most; });
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

std::vector<std::string> question_words(std::string_view question) {
  std::vector<std::string> words;
  for (const auto& word : search_words(composed(question))) {
    if (words.size() == kMostWords) break;
    words.push_back(word.text);
  }
  return words;
}

std::vector<std::string> words_to_count(std::span<const std::string> words) {
  std::vector<QuestionWord> unknown;
  std::vector<std::string> result;
  const auto add = [&](const std::string& word) {
    if (std::ranges::find(result, word) == result.end()) result.push_back(word);
  };
  for (const auto& word : words) {
    add(word);
    unknown.push_back({word, 0});
  }
  for (const auto& joined : joined_words(unknown, 1)) add(joined);
  return result;
}

std::vector<WeighedWord> weigh_words(std::span<const std::string> words, const WordCounts& counts,
                                     uint64_t all_posts) {
  const auto count_of = [&](const std::string& word) {
    const auto found = counts.find(word);
    return found == counts.end() ? WordCount() : found->second;
  };
  std::vector<WeighedWord> all;
  const auto ask = [&](const std::string& word, double weight) {
    const auto asked = std::ranges::find(all, word, &WeighedWord::text);
    if (asked != all.end()) {
      asked->weight += weight;
    } else if (const auto count = count_of(word); count.posts > 0) {
      all.push_back({word, weight, count});
    }
  };
  std::vector<QuestionWord> in_order;
  for (const auto& word : words) {
    ask(word, 1);
    in_order.push_back({word, count_of(word).posts});
  }
  for (const auto& joined : joined_words(in_order, all_posts)) ask(joined, kJoinedWeight);
  for (auto& word : all) {
    if (word.weight > 1) word.weight = std::pow(word.weight, kRepeated);
  }
  const auto says_nothing = [&](const WeighedWord& word) {
    return is_everyday(word.all.posts, all_posts);
  };
  if (!std::ranges::all_of(all, says_nothing)) std::erase_if(all, says_nothing);
  keep_rarest(all);
  return all;
}

std::string heading_of(std::string_view text) {
  const auto line = text.substr(0, text.find('\n'));
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > kMaxHeading) return "";
  const auto after = line.substr(colon + 1);
  // "https://…" and "12:30" are none.
  if (!after.empty() && after.front() != ' ') return "";
  std::string heading(line.substr(0, colon));
  if (heading.front() == ' ' || words_asked(heading) > kMaxHeadingWords) return "";
  for (auto& c : heading)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return heading;
}

}  // namespace hallway
