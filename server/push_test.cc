#include "server/push.h"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include <array>

#include "storage/values/crypto.h"
#include "storage/values/json.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

std::string raw_of(std::string_view text) { return parse_base64url(text).value(); }

// Appendix A of RFC 8291.
const std::string kHerPoint = raw_of(
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
const std::string kHerAuth = raw_of("BTBZMqHH6r4Tts7J_aSIgg");
const std::string kSalt = raw_of("DGv6ra1nlYgDCS1FRnbzlw");
// ES256 as RFC 7518 §3.4 has it, with a key of nothing but its point.
bool is_signed_by(std::string point, std::string_view data, std::string_view signature) {
  const auto* raw = reinterpret_cast<const uint8_t*>(signature.data());
  std::string group = "prime256v1";
  const std::array<OSSL_PARAM, 3> params = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end()};
  EVP_PKEY* key = nullptr;
  EVP_PKEY_CTX* making = EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr);
  EVP_PKEY_fromdata_init(making);
  EVP_PKEY_fromdata(making, &key, EVP_PKEY_PUBLIC_KEY, const_cast<OSSL_PARAM*>(params.data()));
  EVP_PKEY_CTX_free(making);
  ECDSA_SIG* parts = ECDSA_SIG_new();
  ECDSA_SIG_set0(parts, BN_bin2bn(raw, 32, nullptr), BN_bin2bn(raw + 32, 32, nullptr));
  uint8_t* der = nullptr;
  const int size = i2d_ECDSA_SIG(parts, &der);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const bool good =
      signature.size() == 64 &&
      EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key) == 1 &&
      EVP_DigestVerify(context, der, static_cast<size_t>(size),
                       reinterpret_cast<const uint8_t*>(data.data()), data.size()) == 1;
  EVP_MD_CTX_free(context);
  OPENSSL_free(der);
  ECDSA_SIG_free(parts);
  EVP_PKEY_free(key);
  return good;
}

PushKey once() {
  return PushKey::from_scalar(raw_of("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")).value();
}

TEST(WebPush, SealsAsTheExampleOfRfc8291) {
  EXPECT_EQ(
      base64url(once().public_point()),
      "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
  const auto body =
      seal_push("When I grow up, I want to be a watermelon", {kHerPoint, kHerAuth}, once(), kSalt);
  ASSERT_TRUE(body.ok()) << body.error().what;
  EXPECT_EQ(
      base64url(*body),
      "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmY"
      "WAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexS"
      "gSxsj_Qulcy4a-fN");
}

TEST(WebPush, WhatIsNoKeyIsRefused) {
  auto beside = kHerPoint;
  beside[64] = static_cast<char>(beside[64] ^ 1);  // not on the curve
  for (const auto& point : {std::string(), kHerPoint.substr(1), kHerPoint + "x", beside,
                            std::string(65, '\4'), "\2" + kHerPoint.substr(1)}) {
    EXPECT_FALSE(is_push_point(point));
    EXPECT_FALSE(seal_push("x", {point, kHerAuth}, once(), kSalt).ok());
  }
  EXPECT_TRUE(is_push_point(kHerPoint));
  for (const auto& scalar :
       {std::string(), std::string(31, 'x'), std::string(32, '\0'), std::string(32, '\xff')}) {
    EXPECT_FALSE(PushKey::from_scalar(scalar).ok());
  }
}

TEST(WebPush, AMessageFitsIntoOneRecord) {
  const PushReceiver her{kHerPoint, kHerAuth};
  const size_t most = 4'096 - 86 - 17;
  EXPECT_EQ(seal_push(std::string(most, 'x'), her, once(), kSalt).value().size(), 4'096U);
  EXPECT_EQ(seal_push(std::string(most + 1, 'x'), her, once(), kSalt).error().code,
            Code::too_large);
}

TEST(WebPush, AKeyIsReadAsItIsKept) {
  const auto key = PushKey::generate().value();
  const auto again = PushKey::from_der(key.to_der());
  ASSERT_TRUE(again.ok()) << again.error().what;
  EXPECT_EQ(again->public_point(), key.public_point());
  EXPECT_NE(PushKey::generate().value().public_point(), key.public_point());
  EXPECT_FALSE(PushKey::from_der("nonsense").ok());
  EXPECT_FALSE(PushKey::from_der(PrivateKey::generate(KeyType::ed25519).value().to_der()).ok());
}

TEST(WebPush, BothSidesAgree) {
  const auto one = PushKey::generate().value(), other = PushKey::generate().value();
  EXPECT_EQ(one.agree(other.public_point()).value(), other.agree(one.public_point()).value());
}

TEST(WebPush, SaysWhoSendsIt) {
  const auto key = PushKey::generate().value();
  const auto header = vapid_header(key, iri("https://push.example:8443/send/1?x=2"),
                                   iri("https://design.example/"), Time{1'795'612'315'000});
  ASSERT_TRUE(header.starts_with("vapid t=")) << header;
  const auto comma = header.find(", k=");
  const auto token = header.substr(8, comma - 8);
  EXPECT_EQ(header.substr(comma + 4), base64url(key.public_point()));
  const auto first = token.find('.'), second = token.find('.', first + 1);
  EXPECT_EQ(parse_json(raw_of(token.substr(0, first))).value(),
            (Json{{"typ", "JWT"}, {"alg", "ES256"}}));
  EXPECT_EQ(parse_json(raw_of(token.substr(first + 1, second - first - 1))).value(),
            (Json{{"aud", "https://push.example:8443"},
                  {"exp", 1'795'612'315},
                  {"sub", "https://design.example/"}}));
  const auto signature = raw_of(token.substr(second + 1));
  EXPECT_TRUE(is_signed_by(key.public_point(), token.substr(0, second), signature));
  EXPECT_FALSE(is_signed_by(key.public_point(), "something else", signature));
  EXPECT_FALSE(is_signed_by(kHerPoint, token.substr(0, second), signature));
}

}  // namespace
}  // namespace hallway::test
