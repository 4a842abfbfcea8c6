// The textual encodings of crypto.h: base64, base64url, base58btc, hex.

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "storage/values/crypto.h"

namespace hallway {
namespace {

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view kHex = "0123456789abcdef";
constexpr size_t kLongestBase58 = 1024;  // decoding takes time in the square of the length

using Reverse = std::array<int8_t, 256>;

constexpr Reverse reverse(std::string_view alphabet) {
  Reverse out{};
  for (auto& value : out) value = -1;
  for (size_t i = 0; i < alphabet.size(); ++i) {
    out[static_cast<uint8_t>(alphabet[i])] = static_cast<int8_t>(i);
  }
  return out;
}

constexpr Reverse kFromBase64 = reverse(kBase64);
constexpr Reverse kFromBase64Url = reverse(kBase64Url);
constexpr Reverse kFromBase58 = reverse(kBase58);

std::string encode64(std::string_view data, std::string_view alphabet, bool pad) {
  std::string out;
  out.reserve((data.size() + 2) / 3 * 4);
  const auto at = [data](size_t i) {
    return i < data.size() ? static_cast<uint32_t>(static_cast<uint8_t>(data[i])) : 0U;
  };
  for (size_t i = 0; i < data.size(); i += 3) {
    const uint32_t three = at(i) << 16 | at(i + 1) << 8 | at(i + 2);
    out += alphabet[three >> 18];
    out += alphabet[three >> 12 & 63];
    if (i + 1 < data.size()) out += alphabet[three >> 6 & 63];
    if (i + 2 < data.size()) out += alphabet[three & 63];
  }
  while (pad && out.size() % 4 != 0) out += '=';
  return out;
}

// `text` without padding. False for a strange character, an impossible length, or bits set that
// belong to no byte (two texts would name the same bytes).
bool decode64(std::string_view text, const Reverse& alphabet, std::string& out) {
  if (text.size() % 4 == 1) return false;
  out.reserve(text.size() / 4 * 3 + 2);
  uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    const int8_t value = alphabet[static_cast<uint8_t>(c)];
    if (value < 0) return false;
    held = held << 6 | static_cast<uint32_t>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>(held >> bits & 0xFF);
  }
  return (held & ((1U << bits) - 1)) == 0;
}

std::string_view without_padding(std::string_view text) {
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return text;
}

// Numbers are written in `to`; `digits` grows from the least significant one.
void multiply_add(std::vector<uint8_t>& digits, uint32_t from, uint32_t to, uint32_t carry) {
  for (auto& digit : digits) {
    carry += digit * from;
    digit = static_cast<uint8_t>(carry % to);
    carry /= to;
  }
  for (; carry > 0; carry /= to) digits.push_back(static_cast<uint8_t>(carry % to));
}

}  // namespace

std::string base64(std::string_view data) { return encode64(data, kBase64, /*pad=*/true); }

Result<std::string> parse_base64(std::string_view text) {
  std::string out;
  if (text.size() % 4 != 0 || !decode64(without_padding(text), kFromBase64, out)) {
    return fail(Code::invalid, "not base64");
  }
  return out;
}

std::string base64url(std::string_view data) { return encode64(data, kBase64Url, /*pad=*/false); }

Result<std::string> parse_base64url(std::string_view text) {
  std::string out;
  const bool padded = text.ends_with('=');
  if ((padded && text.size() % 4 != 0) || !decode64(without_padding(text), kFromBase64Url, out)) {
    return fail(Code::invalid, "not base64url");
  }
  return out;
}

std::string base58btc(std::string_view data) {
  const size_t zeros = std::min(data.find_first_not_of('\0'), data.size());
  std::vector<uint8_t> digits;
  digits.reserve(data.size() * 138 / 100 + 1);
  for (const char c : data.substr(zeros)) multiply_add(digits, 256, 58, static_cast<uint8_t>(c));
  std::string out(zeros, kBase58[0]);
  for (size_t i = digits.size(); i-- > 0;) out += kBase58[digits[i]];
  return out;
}

Result<std::string> parse_base58btc(std::string_view text) {
  if (text.size() > kLongestBase58) return fail(Code::too_large, "base58 text is too long");
  const size_t zeros = std::min(text.find_first_not_of(kBase58[0]), text.size());
  std::vector<uint8_t> digits;
  digits.reserve(text.size());
  for (const char c : text.substr(zeros)) {
    const int8_t value = kFromBase58[static_cast<uint8_t>(c)];
    if (value < 0) return fail(Code::invalid, "not base58btc");
    multiply_add(digits, 58, 256, static_cast<uint32_t>(value));
  }
  return std::string(zeros, '\0') + std::string(digits.rbegin(), digits.rend());
}

std::string hex(std::string_view data) {
  std::string out;
  out.reserve(data.size() * 2);
  for (const char c : data) {
    out += kHex[static_cast<uint8_t>(c) >> 4];
    out += kHex[static_cast<uint8_t>(c) & 15];
  }
  return out;
}

Result<std::string> parse_hex(std::string_view text) {
  const auto digit = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  std::string out;
  out.reserve(text.size() / 2);
  for (size_t i = 0; i + 1 < text.size(); i += 2) {
    const int high = digit(text[i]);
    const int low = digit(text[i + 1]);
    if (high < 0 || low < 0) return fail(Code::invalid, "not hexadecimal");
    out += static_cast<char>(high << 4 | low);
  }
  if (text.size() % 2 != 0) return fail(Code::invalid, "not hexadecimal: odd length");
  return out;
}

}  // namespace hallway
