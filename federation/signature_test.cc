#include "federation/signature.h"

#include <gtest/gtest.h>

#include "federation/body_digest.h"
#include "tests/support/signed_request.h"

namespace hallway {
namespace {

using namespace test;

const char* const kUrls[] = {
    "https://node.example/inbox",
    "https://node.example/users/bob/followers?page=1&x=%C3%A4",
    "http://node.example:8080/inbox",
    "http://[::1]:8080/inbox?",
    "https://node.example",
};

TEST(Signature, WhatWeSignWeVerify) {
  for (const Signing how : kAllWays) {
    for (const auto* url : kUrls) {
      for (const std::string method : {"GET", "POST"}) {
        auto request = outbound(method, url, method == "POST" ? "{\"a\":1}" : "");
        ASSERT_TRUE(sign_request(request, how, kKeyId, key_for(how), kNow).ok());
        const auto claim = read(request, request.url.domain().text());
        ASSERT_TRUE(claim.ok()) << url << ": " << claim.error().what;
        EXPECT_EQ(claim->key_id, kKeyId);
        EXPECT_EQ(claim->signed_at, kNow);
        EXPECT_EQ(claim->scheme == Scheme::cavage, how == Signing::cavage_rsa);
        EXPECT_TRUE(verify_claim(*claim, key_for(how).public_key())) << url;
        EXPECT_FALSE(verify_claim(*claim, PrivateKey::generate(key_for(how).type())->public_key()));
      }
    }
  }
}

TEST(Signature, NeverShowsTwoSchemesWhenARequestIsSignedAgain) {
  auto request = outbound("POST", "https://first.example/inbox", "{}");
  for (const Signing how : {Signing::rfc9421_rsa, Signing::cavage_rsa, Signing::rfc9421_ed25519}) {
    request.url = *Iri::parse("https://node.example/elsewhere");
    ASSERT_TRUE(sign_request(request, how, kKeyId, key_for(how), kNow).ok());
    EXPECT_TRUE(accepted(request, key_for(how).public_key()));
    EXPECT_EQ(request.headers.find_all("signature").size(), 1u);
    const bool cavage = how == Signing::cavage_rsa;
    EXPECT_EQ(request.headers.find("signature-input").has_value(), !cavage);
    EXPECT_EQ(request.headers.find("content-digest").has_value(), !cavage);
    EXPECT_EQ(request.headers.find("digest").has_value(), cavage);
  }
}

TEST(Signature, IsNotMadeWithAKeyThatDoesNotFit) {
  auto request = outbound("GET", "https://node.example/");
  EXPECT_FALSE(sign_request(request, Signing::cavage_rsa, kKeyId, ed25519_key(), kNow).ok());
  EXPECT_FALSE(sign_request(request, Signing::rfc9421_ed25519, kKeyId, rsa_key(), kNow).ok());
  for (const Signing how : kAllWays) {
    EXPECT_FALSE(sign_request(request, how, "a\r\nEvil: b", key_for(how), kNow).ok());
  }
}

TEST(Signature, AKeyIdMayHoldQuotes) {
  for (const Signing how : kAllWays) {
    auto request = outbound("GET", "https://node.example/");
    const std::string odd = R"(https://remote.example/"quoted"\path)";
    ASSERT_TRUE(sign_request(request, how, odd, key_for(how), kNow).ok());
    const auto claim = read(request);
    ASSERT_TRUE(claim.ok()) << claim.error().what;
    EXPECT_EQ(claim->key_id, odd);
    EXPECT_TRUE(verify_claim(*claim, key_for(how).public_key()));
  }
}

// What Fedify sends first.
TEST(Signature, OfFedifyIsAccepted) {
  auto request = outbound("POST", "http://node.example:8080/inbox", "{}");
  request.headers = {{"Host", "node.example:8080"},
                     {"Date", "Wed, 25 Nov 2026 13:00:00 GMT"},
                     {"Content-Digest", content_digest_field("{}")}};
  const Rfc9421 fedify{{{"\"@method\"", "POST"},
                        {"\"@target-uri\"", "http://node.example:8080/inbox"},
                        {"\"@authority\"", "node.example:8080"},
                        {"\"host\"", "node.example:8080"},
                        {"\"date\"", "Wed, 25 Nov 2026 13:00:00 GMT"},
                        {"\"content-digest\"", content_digest_field("{}")}},
                       ";alg=\"rsa-v1_5-sha256\";keyid=\"https://fedify.example/u/a#main-key\""
                       ";created=1795611600"};
  sign_by_hand(request, fedify, rsa_key());
  EXPECT_TRUE(accepted(request, rsa_key().public_key(), "node.example:8080"));
  EXPECT_EQ(read(request, "node.example:8080")->algorithm, "rsa-v1_5-sha256");
}

TEST(Signature, OfRfc9421MayCoverTheTargetInSeveralWays) {
  struct Case {
    Lines target;
    bool enough;
  };
  const Case cases[] = {
      {{{"\"@target-uri\"", "https://node.example/a?b=c"}}, true},
      {{{"\"@authority\"", "node.example"}, {"\"@request-target\"", "/a?b=c"}}, true},
      {{{"\"@authority\"", "node.example"}, {"\"@path\"", "/a"}, {"\"@query\"", "?b=c"}}, true},
      {{{"\"@authority\"", "node.example"}, {"\"@path\"", "/a"}}, false},
      {{{"\"@path\"", "/a"}, {"\"@query\"", "?b=c"}}, false},
      {{{"\"@request-target\"", "/a?b=c"}}, false},
      {{{"\"@authority\"", "node.example"},
        {"\"@path\"", "/a"},
        {"\"@query-param\";name=\"b\"", "c"}},
       false},
  };
  for (const auto& c : cases) {
    auto request = outbound("GET", "https://node.example/a?b=c");
    Rfc9421 how{c.target};
    how.lines.insert(how.lines.begin(), {"\"@method\"", "GET"});
    sign_by_hand(request, how, rsa_key());
    EXPECT_EQ(accepted(request, rsa_key().public_key()), c.enough) << joined(c.target);
  }
}

TEST(Signature, FromAKeyOfAWrongSizeIsRefused) {
  Claim claim;
  claim.base = "text";
  claim.signature = *rsa_key().sign("text");
  EXPECT_TRUE(verify_claim(claim, rsa_key().public_key()));
  const auto weak = PublicKey::from_der(*parse_hex(
      "30819f300d06092a864886f70d010101050003818d0030818902818100b3510a2bcd4ce644c5b594ae5059e12b2f"
      "054b658d5da5959a2fdf1871b808bc3df3e628d2792e51aad5c124b43bda453dca5cde4bcf28e7bd4effba0cb4b7"
      "42bbb6d5a013cb63d1aa3a89e02627ef5398b52c0cfd97d208abeb8d7c9bce0bbeb019a86ddb589beb29a5b74bf8"
      "61075c677c81d430f030c265247af9d3c9140ccb0203010001"));
  if (weak) EXPECT_FALSE(verify_claim(claim, *weak));
}

}  // namespace
}  // namespace hallway
