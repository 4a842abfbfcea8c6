#pragma once
// HMAC with SHA-1 (RFC 2104), which the one-time codes of RFC 6238 are made with in every app there
// is. For nothing else: SHA-1 is broken for signatures, not for this.

#include <array>
#include <cstdint>
#include <string_view>

namespace hallway {

std::array<uint8_t, 20> hmac_sha1(std::string_view key, std::string_view data);

}  // namespace hallway
