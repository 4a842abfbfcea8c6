#include "federation/body_digest.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

// The body and digest of RFC 9530's and RFC 9421's examples.
const char* const kHello = "{\"hello\": \"world\"}";
const char* const kSha512 =
    "sha-512=:WZDPaVn/"
    "7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew"
    "==:";

TEST(BodyDigest, WhatWeWriteWeAccept) {
  EXPECT_EQ(digest_field(""), "SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  EXPECT_EQ(content_digest_field(""), "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
  for (const char* body : {"", kHello}) {
    EXPECT_TRUE(check_digest(digest_field(body), body).ok());
    EXPECT_TRUE(check_content_digest(content_digest_field(body), body).ok());
    EXPECT_FALSE(check_digest(digest_field(body), std::string(body) + " ").ok());
    EXPECT_FALSE(check_content_digest(content_digest_field(body), std::string(body) + " ").ok());
  }
}

TEST(BodyDigest, TheDigestOfTheRfcIsThatOfItsBody) {
  EXPECT_TRUE(check_content_digest(kSha512, kHello).ok());
  const auto bad = check_content_digest(kSha512, "{\"hello\": \"bad digest world\"}");
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(bad.error().code, Code::unauthenticated);
}

}  // namespace
}  // namespace hallway
