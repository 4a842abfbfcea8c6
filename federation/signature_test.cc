#include "federation/signature.h"

#include <gtest/gtest.h>

#include "federation/body_digest.h"
#include "tests/support/signed_request.h"

namespace hallway {
namespace {

using namespace test;

const char* const kUrls[] = {
    "https://node.example/inbox",     "https://node.example/users/bob/followers?page=1&x=%C3%A4",
    "http://node.example:8080/inbox", "http://[::1]:8080/inbox?",
    "https://node.example",
};

PublicKey stranger(KeyType type) {
  static const PublicKey rsa = PrivateKey::generate(KeyType::rsa)->public_key();
  static const PublicKey ed25519 = PrivateKey::generate(KeyType::ed25519)->public_key();
  return type == KeyType::rsa ? rsa : ed25519;
}

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
        EXPECT_FALSE(verify_claim(*claim, stranger(key_for(how).type())));
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

TEST(Signature, OfAnRsaKeyBelow2048BitsIsRefused) {
  const auto weak = PublicKey::from_der(*parse_hex(
      "30819f300d06092a864886f70d010101050003818d0030818902818100c0f32f9579cbaf8afc8c31180c32eb8b"
      "29455801b24bee4d55f8358679036ded3c3cd970bdad17df9374b7ed60aca996000d3d3ee390c48f0bc691d8b3"
      "6754225527172fe2e10cd8af018c24bc6e12c7638ffbe65dabf23732c029fb7e5da5dbcb7b2eb688f16063cc75"
      "9028a797e9ac4f2e28869eb5ab31f0623eeddd12bbb10203010001"));
  ASSERT_TRUE(weak.ok());
  Claim claim;
  claim.base = "text";
  claim.signature = *parse_hex(
      "8cc2bf68fce46ea2c4da45fb951c45e6930ed40aa54a883c957bfc5f19d36c866b3803971d441455012e38ed06"
      "4fe1d7a1586fd7fcec6596c73c567f93293c1b24dedb64c605bf24d5467991f62bc14aef9dafb537263b1a68e2"
      "457c73875e407aa1a970c2d145862a1cd823ce2bcb20af8d4b134494ba6fa602fedd85857e54");
  EXPECT_TRUE(weak->verify(claim.base, claim.signature));
  EXPECT_FALSE(verify_claim(claim, *weak));
}

// hs2019 names no hash; go-fed's library can be told to use SHA-512 for it.
TEST(Signature, OfHs2019MayBeMadeWithSha512) {
  const auto key = PublicKey::from_der(*parse_hex(
      "30820122300d06092a864886f70d01010105000382010f003082010a028201010099151420444e96424564dfe6"
      "e8461f80ae86ed8ecd40c6a89a66125feb9066fdf1b92f0499d427fb9a9953700c47b6cef2fb25fbfd4fa09d06"
      "9033a3615590b1ac298c696d63b5426bb924b0fe5370c5c21c38da17f6d10fe58ac89133d4cadb44717bb5421d"
      "9b60e5d67cd2bb04bd805cdb318332f6fe946f21f50b960f2c35fba1dd02fd6c366342f65e03ec01856508799a"
      "8d699aa591b34f6e1faaffb5cc442de585cf3a3e4a0613790bb49f65c3b7fde6aa362269c0c7b0278f026d0272"
      "50095247e84d52fcf779146a5798610c4b86d0689bd6a587d474181adfe98c11c07bfcc20517e92f7b55cdc847"
      "febdfdeab2fa4cf2613d806f5c22055334fdf70203010001"));
  ASSERT_TRUE(key.ok());
  Claim claim;
  claim.algorithm = "hs2019";
  claim.base = "text";
  claim.signature = *parse_hex(
      "4a6f0f25fe8ab460b70cbac349275c49911fcecfdc4e6ec29593725e040731db176f6ebaa78463e5f2225dba9e"
      "7af017046a6c7a1a6cd2f31aab0c50c4dac2b7a42fdd70cfa89f9e430f57276e9b793d92e2958a2e177ef7331b"
      "9d02a5e3d9564f91c477e470e0e16aaab6998c649b9273440b9746fe242e30e158ab12a4fba697720f4685aa4c"
      "6449f35d7e9c28f7c9f57c8f9c3d963384e6982608abb9184a9d8c87229c57aded04ae0afb167767563e2e0124"
      "611494586ae0fda1965acab6b2dc24f56ef32f61599d5ec095ce14cec8b97604072f8e692e7b48af23fa7c21bd"
      "3c0413eba86f2846ac6c2352c69335e80bbc596f55239595efe956c385d257");
  EXPECT_TRUE(verify_claim(claim, *key));
  claim.algorithm = "rsa-sha256";
  EXPECT_FALSE(verify_claim(claim, *key));
}

}  // namespace
}  // namespace hallway
