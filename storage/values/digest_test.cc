#include <gtest/gtest.h>

#include "storage/values/crypto.h"
#include "storage/values/hmac_sha1.h"
#include "storage/values/long_digest.h"

namespace hallway {
namespace {

TEST(Digest, DigestsAreThoseOfFips180) {
  EXPECT_EQ(hex(as_bytes_view(sha256("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(as_bytes_view(sha256({}))),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha512("abc")),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

TEST(Digest, Sha1IsThatOfFips180) {
  EXPECT_EQ(hex(sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(hex(sha1({})), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

TEST(Digest, HmacWithSha1IsThatOfRfc2202) {
  const auto text = [](const std::array<uint8_t, 20>& digest) {
    return hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
  };
  EXPECT_EQ(text(hmac_sha1(std::string(20, '\x0b'), "Hi There")),
            "b617318655057264e28bc0b6fb378c8ef146be00");
  EXPECT_EQ(text(hmac_sha1("Jefe", "what do ya want for nothing?")),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

TEST(Digest, HmacIsThatOfRfc4231) {
  EXPECT_EQ(hex(as_bytes_view(hmac_sha256(std::string(20, '\x0b'), "Hi There"))),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(as_bytes_view(hmac_sha256("Jefe", "what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  // An empty key after another must not silently reuse that one.
  EXPECT_EQ(hex(as_bytes_view(hmac_sha256({}, {}))),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Digest, ConstantTimeComparisonComparesAllBytes) {
  EXPECT_TRUE(equal_constant_time("secret", "secret"));
  EXPECT_TRUE(equal_constant_time({}, ""));
  EXPECT_FALSE(equal_constant_time("secret", "secreT"));
  EXPECT_FALSE(equal_constant_time("secret", "secret1"));
}

TEST(LongDigest, OfPiecesIsThatOfTheWhole) {
  const std::string whole(100'000, 'x');
  LongDigest digest;
  for (size_t at = 0; at < whole.size(); at += 777) digest.add(whole.substr(at, 777));
  EXPECT_EQ(digest.finish(), sha256(whole));
  LongDigest none;
  EXPECT_EQ(none.finish(), sha256({}));
}

}  // namespace
}  // namespace hallway
