#include "federation/word_break.h"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

#include "federation/hashtag.h"

namespace hallway {
namespace {

constexpr size_t kLongestText = 20'000;  // bytes that are read

bool is_left_out(std::string_view part) {
  const auto first = part.find_first_not_of("(\"'[<");
  if (first == std::string_view::npos) return false;
  part.remove_prefix(first);
  return part.starts_with('@') || part.starts_with('#') || part.starts_with("＃") ||
         part.starts_with("www.") || part.find("://") != std::string_view::npos;
}

// A full stop in the place of what is left out, so that no words meet over it.
std::string without_names(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n";
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find_first_of(kSpaces, at), text.size());
    const auto part = text.substr(at, end - at);
    if (is_left_out(part)) {
      out += '.';
    } else {
      out += part;
    }
    if (end < text.size()) out += text[end] == '\n' ? '\n' : ' ';
    at = end + 1;
  }
  return out;
}

bool is_break_only(const icu::UnicodeString& text, int32_t from, int32_t to) {
  for (int32_t at = from; at < to; ++at) {
    if (text[at] != u' ') return false;
  }
  return true;
}

}  // namespace

std::vector<Word> words_in(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  // Made anew: one that is kept belongs to one thread.
  const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  std::vector<Word> words;
  if (U_FAILURE(status)) return words;
  const auto read = without_names(text.substr(0, kLongestText));
  const auto wide = icu::UnicodeString::fromUTF8({read.data(), static_cast<int32_t>(read.size())});
  breaks->setText(wide);
  int32_t last_end = -1;
  for (int32_t begin = breaks->first(), end = breaks->next(); end != icu::BreakIterator::DONE;
       begin = end, end = breaks->next()) {
    const auto kind = breaks->getRuleStatus();
    if (kind < UBRK_WORD_LETTER) continue;
    const auto piece = wide.tempSubStringBetween(begin, end);
    std::string plain;
    Word word{.text = normalize_hashtag(piece.toUTF8String(plain))};
    word.letters = static_cast<size_t>(piece.countChar32());
    word.spaced =
        kind < UBRK_WORD_KANA &&
        u_getIntPropertyValue(piece.char32At(0), UCHAR_LINE_BREAK) != U_LB_COMPLEX_CONTEXT;
    word.next = last_end >= 0 && is_break_only(wide, last_end, begin);
    last_end = end;
    if (!word.text.empty()) words.push_back(std::move(word));
  }
  return words;
}

}  // namespace hallway
