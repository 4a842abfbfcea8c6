#include "federation/hashtag.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace hallway {
namespace {

constexpr UChar32 kWideSign = 0xFF03;

UChar32 next_code(std::string_view text, int32_t& at) {
  UChar32 code = 0;
  U8_NEXT(text.data(), at, static_cast<int32_t>(text.size()), code);
  return code;
}

// Stand within words of Catalan, Japanese and Persian, but never begin or end one.
bool joins(UChar32 code) {
  return code == 0xB7 || code == 0x30FB || code == 0x200C || code == 0x200D;
}

// Bytes of the sign that `text` begins with; 0 where it begins with none.
int32_t sign_length(std::string_view text) {
  if (text.starts_with('#')) return 1;
  int32_t at = 0;
  return !text.empty() && next_code(text, at) == kWideSign ? at : 0;
}

bool may_normalize(std::string_view name) {
  size_t codes = 0;
  for (int32_t at = 0; at < static_cast<int32_t>(name.size()); ++codes) {
    const UChar32 code = next_code(name, at);
    if (code < 0 || u_isUWhiteSpace(code) || u_charType(code) == U_CONTROL_CHAR) return false;
  }
  return codes > 0 && codes <= kMaxHashtag;
}

}  // namespace

bool is_word_code(int code) {
  if (code < 0) return false;
  if (code < 0x80) return u_isalnum(code) || code == '_';
  // Variation selectors are marks, but belong to emoji.
  const bool selector = code >= 0xFE00 && code <= 0xFE0F;
  return !selector &&
         (u_isalnum(code) || (U_MASK(u_charType(code)) & (U_GC_M_MASK | U_GC_PC_MASK)) != 0);
}

size_t hashtag_length(std::string_view text) {
  int32_t at = sign_length(text);
  if (at == 0) return 0;
  int32_t end = 0;
  size_t codes = 0;
  bool letter = false, joined = true;
  while (at < static_cast<int32_t>(text.size()) && codes <= kMaxHashtag) {
    const UChar32 code = next_code(text, at);
    if (is_word_code(code)) {
      end = at;
      letter = letter || u_isalpha(code);
      joined = false;
    } else if (!joins(code) || joined) {
      break;
    } else {
      joined = true;
    }
    ++codes;
  }
  return letter && codes <= kMaxHashtag ? static_cast<size_t>(end) : 0;
}

std::string normalize_hashtag(std::string_view written) {
  written.remove_prefix(static_cast<size_t>(sign_length(written)));
  if (!may_normalize(written)) return {};
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfkc = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) return {};
  const auto text =
      icu::UnicodeString::fromUTF8({written.data(), static_cast<int32_t>(written.size())});
  icu::UnicodeString folded = nfkc->normalize(text, status);
  folded.toLower(icu::Locale::getRoot());
  const icu::UnicodeString last = nfkc->normalize(folded, status);
  std::string out;
  return U_SUCCESS(status) ? last.toUTF8String(out) : out;
}

}  // namespace hallway
