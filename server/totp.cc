#include "server/totp.h"

#include <array>

#include "storage/values/crypto.h"
#include "storage/values/hmac_sha1.h"
#include "storage/values/iri.h"

namespace hallway {
namespace {

constexpr int64_t kStepMs = 30'000;
constexpr uint32_t kCodes = 1'000'000;
constexpr size_t kDigits = 6;

}  // namespace

uint64_t totp_step(Time now) { return static_cast<uint64_t>(now.ms < 0 ? 0 : now.ms / kStepMs); }

std::string totp_code(std::string_view secret, uint64_t step) {
  std::array<char, 8> counter{};
  for (size_t i = counter.size(); i-- > 0; step >>= 8) {
    counter[i] = static_cast<char>(step & 0xff);
  }
  const auto mac = hmac_sha1(secret, {counter.data(), counter.size()});
  const size_t at = mac[19] & 0x0f;  // RFC 4226 §5.3
  const uint32_t number = static_cast<uint32_t>(mac[at] & 0x7f) << 24 |
                          static_cast<uint32_t>(mac[at + 1]) << 16 |
                          static_cast<uint32_t>(mac[at + 2]) << 8 | mac[at + 3];
  auto digits = std::to_string(number % kCodes);
  return std::string(kDigits - digits.size(), '0') + digits;
}

std::optional<uint64_t> matching_step(std::string_view secret, std::string_view code, Time now,
                                      uint64_t last) {
  const uint64_t present = totp_step(now);
  std::optional<uint64_t> found;
  for (const uint64_t step : {present - (present > 0 ? 1 : 0), present, present + 1}) {
    const bool same = equal_constant_time(totp_code(secret, step), code);
    if (same && step > last) found = step;
  }
  return found;
}

std::string base32(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  uint32_t held = 0;
  int bits = 0;
  for (const char c : bytes) {
    held = held << 8 | static_cast<uint8_t>(c);
    for (bits += 8; bits >= 5; bits -= 5) text += kAlphabet[held >> (bits - 5) & 31];
  }
  if (bits > 0) text += kAlphabet[held << (5 - bits) & 31];
  return text;
}

std::string totp_address(std::string_view issuer, std::string_view account,
                         std::string_view secret) {
  const auto name = percent_encode(issuer);
  return "otpauth://totp/" + name + ":" + percent_encode(account) + "?secret=" + base32(secret) +
         "&issuer=" + name;
}

}  // namespace hallway
