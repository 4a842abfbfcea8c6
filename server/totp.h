#pragma once
// One-time codes of six digits that change every 30 seconds (RFC 6238 with HMAC-SHA-1, as every
// authenticator app makes them). Pure.

#include <optional>
#include <string>
#include <string_view>

#include "storage/values/time.h"

namespace hallway {

inline constexpr size_t kTotpSecretBytes = 20;  // RFC 4226 §4, R6

uint64_t totp_step(Time now);
std::string totp_code(std::string_view secret, uint64_t step);

// The time step that `code` belongs to: that of `now`, one before or one after, since clocks differ
// and people type slowly; but none up to `last`, for a code counts once (RFC 6238 §5.2).
std::optional<uint64_t> matching_step(std::string_view secret, std::string_view code, Time now,
                                      uint64_t last);

// RFC 4648 §6 without padding, as people type a secret.
std::string base32(std::string_view bytes);

// What a QR code holds for an app: "otpauth://totp/Design:alice?secret=...&issuer=Design".
std::string totp_address(std::string_view issuer, std::string_view account,
                         std::string_view secret);

}  // namespace hallway
