#include "storage/search_words.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>
#include <xapian.h>

#include <algorithm>

namespace hallway {
namespace {

constexpr size_t kLongest = 64;  // bytes of a word; what is longer is compared by its beginning
constexpr UChar32 kProlonged = 0x30FC, kTatweel = 0x0640, kJoiners[] = {0x200C, 0x200D};
constexpr int kFirstAccent = 10;  // combining classes below are parts of letters (virama, dakuten)

const icu::Normalizer2& normalizer(const icu::Normalizer2* (*of)(UErrorCode&)) {
  UErrorCode error = U_ZERO_ERROR;
  return *of(error);  // part of ICU's own data: there in every build of it
}

icu::StringPiece piece(std::string_view text) {
  return {text.data(), static_cast<int32_t>(text.size())};
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool has_no_spaces(UChar32 code) {
  if (code < 0x0E00) return false;
  if (u_hasBinaryProperty(code, UCHAR_IDEOGRAPHIC) || code == kProlonged) return true;
  if (u_getIntPropertyValue(code, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) return true;
  if (!u_isalpha(code)) return false;
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(code, &error)) {
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_YI: return true;
    default: return false;
  }
}

bool begins_word(UChar32 code) { return u_isalnum(code); }
bool goes_on(UChar32 code) {
  return u_isalnum(code) || (U_GET_GC_MASK(code) & U_GC_M_MASK) != 0 || code == kJoiners[0] ||
         code == kJoiners[1];
}

std::string without_accents(const std::string& lower) {
  if (is_ascii(lower)) return lower;
  UErrorCode error = U_ZERO_ERROR;
  const auto apart = normalizer(icu::Normalizer2::getNFDInstance)
                         .normalize(icu::UnicodeString::fromUTF8(piece(lower)), error);
  icu::UnicodeString kept;
  for (int32_t at = 0; at < apart.length(); at = apart.moveIndex32(at, 1)) {
    const UChar32 code = apart.char32At(at);
    if (u_getCombiningClass(code) < kFirstAccent && code != kTatweel) kept.append(code);
  }
  std::string out;
  normalizer(icu::Normalizer2::getNFCInstance).normalize(kept, error).toUTF8String(out);
  return out;
}

std::string lower_case(std::string_view word) {
  std::string out;
  if (is_ascii(word)) {
    out.resize(word.size());
    std::ranges::transform(word, out.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
  }
  UErrorCode error = U_ZERO_ERROR;
  icu::StringByteSink<std::string> sink(&out);
  normalizer(icu::Normalizer2::getNFKCCasefoldInstance)
      .normalizeUTF8(0, piece(word), sink, nullptr, error);
  return out;
}

void cut(std::string& text, size_t most) {
  if (text.size() <= most) return;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  text.resize(most);
}

// Reads one text from its beginning to its end.
class WordReader {
 public:
  explicit WordReader(std::string_view text) : text_(text) {}

  std::vector<SearchWord> read() {
    words_.reserve(text_.size() / 6);
    while (at_ < size()) step();
    return std::move(words_);
  }

 private:
  [[nodiscard]] int32_t size() const { return static_cast<int32_t>(text_.size()); }

  UChar32 next() {
    UChar32 code = 0;
    U8_NEXT(text_.data(), at_, size(), code);
    return code;
  }

  void step() {
    const int32_t begin = at_;
    const UChar32 code = next();
    if (code < 0) return;
    if (has_no_spaces(code)) return add(begin, /*character=*/true);
    if (begins_word(code)) return read_word(begin);
    if (u_isUWhiteSpace(code)) near_ = false;
  }

  void read_word(int32_t begin) {
    for (int32_t before = at_; at_ < size(); before = at_) {
      const UChar32 code = next();
      if (code >= 0 && goes_on(code) && !has_no_spaces(code)) continue;
      at_ = before;
      break;
    }
    take_signs(begin);
    add(begin, /*character=*/false);
  }

  // Of "C++", "C#", "F#".
  void take_signs(int32_t begin) {
    const auto first = static_cast<unsigned char>(text_[static_cast<size_t>(begin)]);
    if (first >= 0x80 || !u_isalpha(first) || at_ - begin > 3) return;
    const auto rest = text_.substr(static_cast<size_t>(at_));
    const bool plus = rest.starts_with("++"), sharp = rest.starts_with("#");
    const size_t length = plus ? 2 : 1;
    if (!plus && !sharp) return;
    if (rest.size() > length && goes_on(static_cast<unsigned char>(rest[length]))) return;
    at_ += static_cast<int32_t>(length);
  }

  void add(int32_t begin, bool character) {
    SearchWord word{.begin = static_cast<size_t>(begin), .end = static_cast<size_t>(at_)};
    auto lower = lower_case(text_.substr(word.begin, word.end - word.begin));
    cut(lower, kLongest);
    word.text = character ? lower : without_accents(lower);
    if (word.text.empty()) return;
    if (word.text != lower) word.plain = std::move(lower);
    word.character = character;
    word.joined =
        character && !words_.empty() && words_.back().character && words_.back().end == word.begin;
    word.near = near_;
    near_ = true;
    words_.push_back(std::move(word));
  }

  std::string_view text_;
  int32_t at_ = 0;
  bool near_ = false;
  std::vector<SearchWord> words_;
};

}  // namespace

std::string composed(std::string_view text) {
  std::string out(text);
  if (is_ascii(text)) return out;
  UErrorCode error = U_ZERO_ERROR;
  const auto& nfc = normalizer(icu::Normalizer2::getNFCInstance);
  if (nfc.isNormalizedUTF8(piece(text), error) && U_SUCCESS(error)) return out;
  out.clear();
  icu::StringByteSink<std::string> sink(&out);
  nfc.normalizeUTF8(0, piece(text), sink, nullptr, error);
  return out;
}

std::vector<SearchWord> search_words(std::string_view text) { return WordReader(text).read(); }

struct Stems::One {
  Xapian::Stem stem;
};

Stems::Stems() = default;
Stems::~Stems() = default;

bool Stems::knows(std::string_view language) {
  static const std::string kAvailable =
      " ar hy eu ca da nl en fi fr de hu id ga it lt ne nb nn no "
      "pt ro ru es sv ta tr ";
  return kAvailable.find(" " + std::string(main_language(language)) + " ") != std::string::npos;
}

std::string Stems::stem(const SearchWord& word, std::string_view language) {
  const auto main = main_language(language);
  if (word.character || !knows(main)) return word.text;
  auto found = all_.find(main);
  if (found == all_.end()) {
    // Of a name that an older library does not know it makes one that leaves words as they are.
    const Xapian::Stem stem(std::string(main), /*fallback=*/true);
    found = all_.emplace(std::string(main), std::make_unique<One>(One{stem})).first;
  }
  return without_accents(found->second->stem(word.plain.empty() ? word.text : word.plain));
}

std::string_view language_by_script(std::string_view text) {
  for (int32_t at = 0, size = static_cast<int32_t>(text.size()); at < size;) {
    UChar32 code = 0;
    U8_NEXT(text.data(), at, size, code);
    if (code < 0 || !u_isalpha(code)) continue;
    UErrorCode error = U_ZERO_ERROR;
    switch (uscript_getScript(code, &error)) {
      case USCRIPT_LATIN: return "en";
      case USCRIPT_CYRILLIC: return "ru";
      case USCRIPT_ARABIC: return "ar";
      case USCRIPT_ARMENIAN: return "hy";
      case USCRIPT_TAMIL: return "ta";
      default: return {};
    }
  }
  return {};
}

std::string_view main_language(std::string_view language) {
  return language.substr(0, language.find_first_of("-_"));
}

}  // namespace hallway
