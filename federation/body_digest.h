#pragma once
// What binds a signature to the body: the Digest field of RFC 3230 that draft-cavage signs, and
// Content-Digest of RFC 9530 that RFC 9421 signs. Pure.

#include <string>
#include <string_view>

#include "storage/values/result.h"

namespace hallway {

std::string digest_field(std::string_view body);          // "SHA-256=..."
std::string content_digest_field(std::string_view body);  // "sha-256=:...:"

// Every SHA-256 and SHA-512 in the field must be that of `body`; other algorithms are passed over.
// Digest must hold a SHA-256 (nobody in the field reads anything else), Content-Digest either.
// Fail, saying what is wrong, with invalid where the field cannot be read or what it holds could be
// the digest of nothing; with unauthenticated where it is that of another body, or there is none.
Result<void> check_digest(std::string_view field, std::string_view body);
Result<void> check_content_digest(std::string_view field, std::string_view body);

}  // namespace hallway
