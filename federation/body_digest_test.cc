#include "federation/body_digest.h"

#include <gtest/gtest.h>

#include "storage/values/crypto.h"

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

TEST(BodyDigest, WhatIsNoDigestIsInvalidAndThatOfAnotherBodyProvesNothing) {
  const auto right = base64(as_bytes_view(sha256(kHello)));
  const auto other = base64(as_bytes_view(sha256("other")));
  const struct {
    std::string field;
    Code code;
  } kDigests[] = {
      {"SHA-256=" + other, Code::unauthenticated},
      {"SHA-256=" + right + ",SHA-256=" + other, Code::unauthenticated},
      {"MD5=AAAAAAAAAAAAAAAAAAAAAA==", Code::unauthenticated},
      {"", Code::unauthenticated},
      {"SHA-256", Code::invalid},
      {"SHA-256=" + right + ",x", Code::invalid},
      {"SHA-256=not base64", Code::invalid},
      {"SHA-256=" + right.substr(0, 43), Code::invalid},
      {"SHA-256=" + base64("short"), Code::invalid},
      {"SHA-256=", Code::invalid},
  };
  for (const auto& c : kDigests) {
    const auto checked = check_digest(c.field, kHello);
    ASSERT_FALSE(checked.ok()) << c.field;
    EXPECT_EQ(checked.error().code, c.code) << c.field;
  }
  const struct {
    std::string field;
    Code code;
  } kContentDigests[] = {
      {"sha-256=:" + other + ":", Code::unauthenticated},
      {"sha-256=:" + right + ":, " + kSha512 + "x", Code::invalid},
      {"md5=:AAAAAAAAAAAAAAAAAAAAAA==:", Code::unauthenticated},
      {"", Code::unauthenticated},
      {"sha-256=:" + right + ":,", Code::invalid},
      {"sha-256=" + right, Code::invalid},
      {"sha-256=\"" + right + "\"", Code::invalid},
      {"sha-256=(:" + right + ":)", Code::invalid},
      {"sha-256=:not base64:", Code::invalid},
      {"sha-256=:AAAA:", Code::invalid},
      {"SHA-256=:" + right + ":", Code::invalid},
  };
  for (const auto& c : kContentDigests) {
    const auto checked = check_content_digest(c.field, kHello);
    ASSERT_FALSE(checked.ok()) << c.field;
    EXPECT_EQ(checked.error().code, c.code) << c.field;
  }
}

}  // namespace
}  // namespace hallway
