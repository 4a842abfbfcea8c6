#pragma once
// Passwords: argon2id (RFC 9106) with 19 MiB, two passes, one lane, and a salt of 16 bytes. The
// encoded form carries its own parameters, so that old ones still verify after a change.
//
// Each hash costs tens of milliseconds and its memory, so at most two are made at a time; a few
// more may wait, the rest is refused with limited. Any thread; blocks.

#include <string>
#include <string_view>

#include "storage/values/random.h"
#include "storage/values/result.h"

namespace hallway {

// Fails with invalid: shorter than 8 characters, longer than 1,024 bytes, not UTF-8.
Result<void> acceptable_password(std::string_view password);

// "$argon2id$v=19$m=19456,t=2,p=1$...". Errors: limited, and those of acceptable_password.
Result<std::string> hash_password(std::string_view password, Random& random);

// Whether `password` is the one behind `encoded`. An empty or unreadable `encoded` belongs to
// nobody, but takes as long, so that time does not tell which accounts exist. Errors: limited.
Result<bool> verify_password(std::string_view password, const std::string& encoded);

}  // namespace hallway
