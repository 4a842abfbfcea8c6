#include "server/recurring_terms.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "federation/word_break.h"
#include "server/everyday_words.h"

namespace hallway {
namespace {

constexpr size_t kShortest = 4;          // letters, where words stand apart by spaces
constexpr size_t kShortestUnspaced = 2;  // where they do not
constexpr size_t kLongest = 40;          // bytes of a word
constexpr size_t kMostWordsRead = 500;   // of one post
constexpr size_t kMostKept = 500'000;    // different ones; what comes then is passed over
constexpr uint64_t kOneOf = 10;          // more of all posts than one of so many: an everyday word
constexpr uint64_t kFew = 50;            // posts, among which nothing is an everyday word
constexpr uint64_t kEnoughBefore = 200;  // older posts, to tell whether a word is used more
constexpr double kRise = 2;

bool may_be_topic(const Word& word) {
  const size_t shortest = word.spaced ? kShortest : kShortestUnspaced;
  return word.letters >= shortest && word.text.size() <= kLongest && !says_nothing(word.text);
}

// A word of a pair may be shorter: "go client".
bool may_be_half(const Word& word) {
  return word.letters >= 2 && word.text.size() <= kLongest && !says_nothing(word.text);
}

// "boiler's" is about a boiler, "l'eau" about "eau".
void drop_short_parts(Word& word) {
  std::string longest;
  std::string_view rest = word.text;
  while (!rest.empty()) {
    const auto plain = rest.find('\''), curved = rest.find("’");
    const auto end = std::min({plain, curved, rest.size()});
    if (end > longest.size()) longest = rest.substr(0, end);
    rest.remove_prefix(std::min(rest.size(), end + (end == curved ? std::strlen("’") : 1)));
  }
  if (longest.size() == word.text.size()) return;
  word.text = std::move(longest);
  word.letters = static_cast<size_t>(
      std::ranges::count_if(word.text, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::vector<std::string> words_of(const std::string& term) {
  const auto space = term.find(' ');
  if (space == std::string::npos) return {term};
  return {term.substr(0, space), term.substr(space + 1)};
}

}  // namespace

void RecurringTerms::add(const Text& text) {
  ++posts_;
  auto words = words_in(text.text);
  if (words.size() > kMostWordsRead) words.resize(kMostWordsRead);
  std::set<std::string> terms;  // of one post each once
  const Word* before = nullptr;
  for (auto& word : words) {
    drop_short_parts(word);
    if (may_be_topic(word)) terms.insert(word.text);
    const bool pair = before && before->text != word.text && word.next && word.spaced &&
                      before->spaced && may_be_half(word) && may_be_half(*before);
    if (pair) terms.insert(before->text + " " + word.text);
    before = &word;
  }
  for (const auto& term : terms) add_use(term, text);
}

void RecurringTerms::add_use(const std::string& term, const Text& text) {
  if (uses_.size() >= kMostKept && !uses_.contains(term)) return;
  auto& uses = uses_[term];
  uses.said.push_back(text.said);
  const auto at = std::ranges::lower_bound(uses.authors, text.author);
  if (at == uses.authors.end() || *at != text.author) uses.authors.insert(at, text.author);
}

// In a larger part of these posts than of those before, and in few of all.
bool RecurringTerms::has_risen(const std::string& term, size_t posts, const WordUse& use) const {
  uint64_t with = UINT64_MAX;
  for (const auto& word : words_of(term)) with = std::min(with, use.with(word));
  with = std::max<uint64_t>(with, posts);
  if (use.all > kFew && with * kOneOf > use.all) return false;
  const uint64_t before = use.all > posts_ ? use.all - posts_ : 0;
  if (before < kEnoughBefore) return true;
  const double now = static_cast<double>(posts) / static_cast<double>(posts_);
  const double then = static_cast<double>(with - posts) / static_cast<double>(before);
  return now >= kRise * then;
}

std::vector<RecurringTerms::Term> RecurringTerms::found(const WordUse& use) const {
  std::vector<Term> list;
  for (const auto& [term, uses] : uses_) {
    if (uses.authors.size() < kLeastPeople || !has_risen(term, uses.said.size(), use)) continue;
    list.push_back({term, uses.authors.size(), uses.said});
  }
  std::map<std::string, size_t> within;  // people who use a word in a pair that is listed
  for (const auto& term : list) {
    const auto words = words_of(term.text);
    if (words.size() < 2) continue;
    for (const auto& word : words) within[word] = std::max(within[word], term.people);
  }
  std::erase_if(list, [&](const Term& term) {
    const auto pair = within.find(term.text);
    return pair != within.end() && 3 * pair->second >= 2 * term.people;
  });
  std::ranges::sort(list, [](const Term& a, const Term& b) {
    if (a.people != b.people) return a.people > b.people;
    return a.said.size() != b.said.size() ? a.said.size() < b.said.size() : a.text < b.text;
  });
  if (list.size() > kMostTerms) list.resize(kMostTerms);
  return list;
}

}  // namespace hallway
