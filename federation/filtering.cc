#include "federation/filtering.h"

#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "federation/hashtag.h"
#include "federation/html.h"

namespace hallway {
namespace {

std::string fold(std::string_view text) {
  std::string out;
  icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())})
      .foldCase()
      .toUTF8String(out);
  return out;
}

std::string searched_text(const Post& post) {
  std::string text = post.summary + "\n" + post.title + "\n" + text_of_html(post.content);
  for (const auto& file : post.attachments) text += "\n" + file.name;
  if (post.poll) {
    for (const auto& option : post.poll->options) text += "\n" + option.title;
  }
  return fold(text);
}

bool is_word_before(std::string_view text, size_t at) {
  if (at == 0) return false;
  auto place = static_cast<int32_t>(at);
  UChar32 code = 0;
  U8_PREV(text.data(), 0, place, code);
  return is_word_code(code);
}

bool is_word_at(std::string_view text, size_t at) {
  if (at >= text.size()) return false;
  auto place = static_cast<int32_t>(at);
  UChar32 code = 0;
  U8_NEXT(text.data(), place, static_cast<int32_t>(text.size()), code);
  return is_word_code(code);
}

// A keyword that begins or ends with a sign needs no edge of a word there.
bool stands_alone(std::string_view text, size_t at, std::string_view word) {
  const size_t end = at + word.size();
  if (is_word_at(word, 0) && is_word_before(text, at)) return false;
  return !(is_word_before(word, word.size()) && is_word_at(text, end));
}

bool holds(std::string_view text, std::string_view word, bool whole) {
  if (word.empty()) return false;
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if (!whole || stands_alone(text, at, word)) return true;
  }
  return false;
}

}  // namespace

Filtering::Filtering(std::vector<Filter> filters, Time now) : filters_(std::move(filters)) {
  std::erase_if(filters_, [&](const Filter& filter) { return filter.ended(now); });
  for (const auto& filter : filters_) {
    auto& words = folded_.emplace_back();
    for (const auto& word : filter.keywords) words.push_back(fold(word.text));
  }
}

std::vector<Filtering::Met> Filtering::met_by(const Post& post) const {
  std::vector<Met> met;
  if (filters_.empty()) return met;
  const auto text = searched_text(post);
  for (size_t i = 0; i < filters_.size(); ++i) {
    const auto& filter = filters_[i];
    if (filter.owner == post.author) continue;
    Met one{.filter = &filter};
    for (size_t k = 0; k < filter.keywords.size(); ++k) {
      const auto& word = filter.keywords[k];
      if (holds(text, folded_[i][k], word.whole_word)) one.keywords.push_back(word.text);
    }
    one.post = std::ranges::find(filter.posts, post.id, &FilterPost::post) != filter.posts.end();
    if (one.post || !one.keywords.empty()) met.push_back(std::move(one));
  }
  return met;
}

}  // namespace hallway
