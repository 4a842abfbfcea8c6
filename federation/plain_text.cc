#include "federation/plain_text.h"

#include <unicode/utf8.h>

namespace hallway {
namespace {

constexpr int32_t kReplacement = 0xFFFD;

bool may_stay(int32_t code) {
  if (code < 0x20) return code == '\t' || code == '\n';
  const bool control = code >= 0x7F && code <= 0x9F;
  return !control && code != 0xFFFE && code != 0xFFFF;
}

// The next code point, or a negative number where the bytes are not UTF-8.
int32_t code_at(std::string_view text, int32_t& at) {
  const auto length = static_cast<int32_t>(text.size());
  int32_t code = 0;
  U8_NEXT(text.data(), at, length, code);
  return code;
}

void append_code(std::string& out, int32_t code) {
  char bytes[U8_MAX_LENGTH];
  int32_t size = 0;
  U8_APPEND_UNSAFE(bytes, size, code);
  out.append(bytes, static_cast<size_t>(size));
}

}  // namespace

bool is_clean_text(std::string_view text) {
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    const auto byte = static_cast<unsigned char>(text[static_cast<size_t>(at)]);
    if (byte >= 0x20 && byte < 0x7F) {
      ++at;
      continue;
    }
    const int32_t code = code_at(text, at);
    if (code < 0 || !may_stay(code)) return false;
  }
  return true;
}

std::string clean_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    int32_t code = code_at(text, at);
    if (code == '\r') {
      const auto next = static_cast<size_t>(at);
      if (next < text.size() && text[next] == '\n') continue;
      code = '\n';
    }
    if (code < 0) code = kReplacement;
    if (may_stay(code)) append_code(out, code);
  }
  return out;
}

std::string_view utf8_prefix(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

}  // namespace hallway
