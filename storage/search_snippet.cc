#include "storage/search_snippet.h"

#include <algorithm>

#include "storage/search_postings.h"

namespace hallway {
namespace {

constexpr size_t kBefore = 5;  // words shown before the first hit

size_t cost_of(const SearchWord& word) { return word.character ? 1 : 2; }

struct Window {
  size_t first = 0, end = 0;  // words
};

// The window with the most different words that were looked for.
Window best_window(const std::vector<SearchWord>& words, const std::vector<bool>& hits) {
  Window best;
  size_t most = 0;
  for (size_t first = 0; first < words.size(); ++first) {
    if (!hits[first] && first != 0) continue;
    std::set<std::string_view> different;
    size_t end = first;
    for (size_t cost = 0; end < words.size() && cost < 2 * (Snippets::kWords - kBefore); ++end) {
      cost += cost_of(words[end]);
      if (hits[end]) different.insert(words[end].text);
    }
    if (different.size() > most || first == 0) {
      most = different.size();
      best = {first, end};
    }
    if (end == words.size()) break;  // later ones have no more
  }
  best.first -= std::min(best.first, kBefore);
  return best;
}

}  // namespace

Snippets::Snippets(const SearchIndex& index, const std::vector<SearchPhrase>& wanted) {
  const auto reader = index.read();
  for (const auto& phrase : wanted) {
    if (reader.ok()) {
      for (auto& stems : stems_of(*reader, phrase.text)) stems_.insert(stems.begin(), stems.end());
    }
    for (const auto& word : search_words(composed(phrase.text))) {
      if (!word.character || !reader.ok()) stems_.insert(word.text);
    }
  }
}

std::vector<bool> Snippets::hits_in(const std::vector<SearchWord>& words,
                                    std::string_view language) {
  std::vector<bool> hits(words.size());
  for (size_t i = 0; i < words.size(); ++i) {
    const auto& word = words[i];
    if (word.joined && stems_.contains(words[i - 1].text + word.text)) hits[i - 1] = hits[i] = true;
    if (stems_.contains(word.text)) hits[i] = true;
    if (!word.character && stems_.contains(stemmers_.stem(word, language))) hits[i] = true;
  }
  return hits;
}

std::vector<SnippetPart> Snippets::of(std::string_view raw, std::string_view language) {
  const auto text = composed(raw);
  if (!Stems::knows(language)) language = language_by_script(text);
  const auto words = search_words(text);
  if (words.empty()) return {};
  const auto hits = hits_in(words, language);
  const auto window = best_window(words, hits);
  std::vector<SnippetPart> parts;
  const auto add = [&](std::string_view piece, bool hit) {
    if (piece.empty()) return;
    if (parts.empty() || parts.back().hit != hit) parts.push_back({"", hit});
    parts.back().text += piece;
  };
  size_t at = window.first == 0 ? 0 : words[window.first].begin;
  if (at > 0) add("…", /*hit=*/false);
  for (size_t i = window.first; i < window.end; ++i) {
    const auto& word = words[i];
    // What lies between two hits belongs to both: "green tea" is one.
    const bool between = i > window.first && hits[i] && hits[i - 1];
    add(std::string_view(text).substr(at, word.begin - at), between);
    add(std::string_view(text).substr(word.begin, word.end - word.begin), hits[i]);
    at = word.end;
  }
  const bool whole = window.end == words.size();
  add(whole ? std::string_view(text).substr(at) : std::string_view("…"), /*hit=*/false);
  return parts;
}

}  // namespace hallway
