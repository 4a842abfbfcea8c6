#include "storage/values/crypto.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "storage/values/random.h"
#include "tests/support/shared.h"

namespace hallway {
namespace {

using test::read_file;
using test::shared;

std::string unhex(std::string_view text) { return parse_hex(text).value(); }

TEST(Crypto, EncodingsMatchTheirVectors) {
  struct Case {
    std::string data, base64_text, base64url_text;
  };
  const Case cases[] = {{"", "", ""},
                        {"f", "Zg==", "Zg"},
                        {"fo", "Zm8=", "Zm8"},
                        {"foo", "Zm9v", "Zm9v"},
                        {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
                        {"\xfb\xff\xfe", "+//+", "-__-"}};
  for (const auto& c : cases) {
    EXPECT_EQ(base64(c.data), c.base64_text);
    EXPECT_EQ(base64url(c.data), c.base64url_text);
    EXPECT_EQ(parse_base64(c.base64_text).value(), c.data);
    EXPECT_EQ(parse_base64url(c.base64url_text).value(), c.data);
  }
  EXPECT_EQ(parse_base64url("Zg==").value(), "f");
  EXPECT_EQ(base58btc("Hello World!"), "2NEpo7TZRRrLZSi2U");
  EXPECT_EQ(base58btc(unhex("0000287fb4cd")), "11233QC4");
  EXPECT_EQ(parse_base58btc("11233QC4").value(), unhex("0000287fb4cd"));
  EXPECT_EQ(base58btc(""), "");
  EXPECT_EQ(parse_base58btc("").value(), "");
  EXPECT_EQ(parse_hex("00fFAa").value(), std::string("\0\xff\xaa", 3));
}

TEST(Crypto, BrokenEncodingsAreRefused) {
  for (const char* text : {"Zg", "Zg=", "Zg===", "Z===", "=", "====", "Zh==", "Zm9", "Zm9v\n",
                           "Zm 9", "Zm9-", "Zg==Zg=="}) {
    EXPECT_FALSE(parse_base64(text).ok()) << text;
  }
  for (const char* text : {"Z", "Zh", "Zm9+", "Zg=", "Zm9v=", "Zm9v===="}) {
    EXPECT_FALSE(parse_base64url(text).ok()) << text;
  }
  for (const char* text : {"0", "O", "I", "l", "1 1", "a\xc3\xa9"}) {
    EXPECT_FALSE(parse_base58btc(text).ok()) << text;
  }
  EXPECT_EQ(parse_base58btc(std::string(1025, '2')).error().code, Code::too_large);
  for (const char* text : {"0", "0g", "zz", "123"}) EXPECT_FALSE(parse_hex(text).ok()) << text;
}

TEST(Crypto, WhatIsEncodedIsDecoded) {
  SeededRandom random(7);
  for (size_t n = 0; n < 200; ++n) {
    const std::string data = random.bytes(n);
    EXPECT_EQ(parse_base64(base64(data)).value(), data);
    EXPECT_EQ(parse_base64url(base64url(data)).value(), data);
    EXPECT_EQ(parse_base58btc(base58btc(data)).value(), data);
    EXPECT_EQ(parse_hex(hex(data)).value(), data);
  }
}

class EachKeyType : public testing::TestWithParam<KeyType> {};

TEST_P(EachKeyType, SignsWhatItsPublicKeyVerifies) {
  const auto key = PrivateKey::generate(GetParam()).value();
  const auto signature = key.sign("message").value();
  const PublicKey pub = key.public_key();
  EXPECT_EQ(pub.type(), GetParam());
  EXPECT_TRUE(pub.verify("message", signature));
  EXPECT_FALSE(pub.verify("massage", signature));
  EXPECT_FALSE(pub.verify("message", {}));
  EXPECT_FALSE(pub.verify("message", signature + "x"));
  for (size_t i = 0; i < signature.size(); i += 13) {
    std::string bad = signature;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    EXPECT_FALSE(pub.verify("message", bad)) << i;
  }
  EXPECT_FALSE(PrivateKey::generate(GetParam()).value().public_key().verify("message", signature));
  EXPECT_TRUE(pub.verify({}, key.sign({}).value()));
}

TEST_P(EachKeyType, SurvivesItsWrittenForms) {
  const auto key = PrivateKey::generate(GetParam()).value();
  const PublicKey pub = key.public_key();
  const auto again = PrivateKey::from_der(key.to_der()).value();
  EXPECT_EQ(again.type(), GetParam());
  EXPECT_TRUE(again.public_key().same_as(pub));
  EXPECT_TRUE(PublicKey::from_pem(pub.to_pem()).value().same_as(pub));
  EXPECT_TRUE(PublicKey::from_der(pub.to_der()).value().same_as(pub));
  EXPECT_FALSE(PrivateKey::generate(GetParam()).value().public_key().same_as(pub));
  EXPECT_FALSE(PublicKey::from_der(pub.to_der() + "x").ok());
  EXPECT_FALSE(PrivateKey::from_der(pub.to_der()).ok());
  EXPECT_FALSE(PublicKey::from_der(key.to_der()).ok());
}

TEST_P(EachKeyType, MayBeUsedByManyThreadsAtOnce) {
  const auto key = PrivateKey::generate(GetParam()).value();
  const PublicKey pub = key.public_key();
  std::atomic<int> good = 0;
  std::vector<std::jthread> threads;
  threads.reserve(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&key, &good, pub, t] {
      for (int i = 0; i < 10; ++i) {
        const std::string text = std::to_string(t * 100 + i);
        good += pub.verify(text, key.sign(text).value()) ? 1 : 0;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(good, 40);
}

INSTANTIATE_TEST_SUITE_P(Crypto, EachKeyType, testing::Values(KeyType::rsa, KeyType::ed25519));

TEST(Crypto, PemWithoutLineEndsIsRead) {
  const PublicKey pub = PrivateKey::generate(KeyType::ed25519).value().public_key();
  std::string pem = pub.to_pem();
  for (char& c : pem) c = c == '\n' ? ' ' : c;
  EXPECT_TRUE(PublicKey::from_pem(pem).value().same_as(pub));
}

TEST(Crypto, WhatIsNoKeyIsRefused) {
  for (const char* text :
       {"", "-----BEGIN PUBLIC KEY-----", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\n!!!!\n-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "-----BEGIN X"}) {
    EXPECT_FALSE(PublicKey::from_pem(text).ok()) << text;
    EXPECT_FALSE(PrivateKey::from_pem(text).ok()) << text;
  }
  EXPECT_FALSE(PublicKey::from_pem("-----BEGIN PUBLIC KEY-----" + std::string(20'000, 'A') +
                                   "-----END PUBLIC KEY-----")
                   .ok());
  EXPECT_FALSE(PublicKey::from_ed25519("short").ok());
}

TEST(Crypto, MultibaseOfAnotherKindIsRefused) {
  const std::string raw(32, 'k');
  const std::string good = "z" + base58btc("\xed\x01" + raw);
  EXPECT_TRUE(PublicKey::from_multibase(good).ok());
  for (const std::string& text :
       {std::string(), std::string("z"), good.substr(1), "f" + good.substr(1),
        "z" + base58btc("\xed\x01" + raw + "k"), "z" + base58btc("\xed\x01" + raw.substr(1)),
        "z" + base58btc("\xec\x01" + raw), "z" + base58btc("\x85\x24" + raw), good + "0"}) {
    EXPECT_FALSE(PublicKey::from_multibase(text).ok()) << text;
  }
  EXPECT_FALSE(PrivateKey::from_multibase(good).ok());
}

TEST(Crypto, TheKeysOfRfc9421AreRead) {
  struct Case {
    const char* file;
    bool readable;
    KeyType type;
    int bits;
  };
  const Case cases[] = {{"test-key-rsa", true, KeyType::rsa, 2048},
                        {"test-key-ed25519", true, KeyType::ed25519, 256},
                        {"key-rsa-v15", true, KeyType::rsa, 1024},
                        {"test-key-ecc-p256", false, {}, 0},
                        {"test-key-ecc-p384", false, {}, 0}};
  const auto folder = shared("corpus/rfc9421-appendix-b/testdata");
  if (!folder) return;
  for (const auto& c : cases) {
    const auto pub = PublicKey::from_pem(read_file(*folder / (c.file + std::string(".pub"))));
    const auto key = PrivateKey::from_pem(read_file(*folder / (c.file + std::string(".key"))));
    ASSERT_EQ(pub.ok(), c.readable) << c.file;
    ASSERT_EQ(key.ok(), c.readable) << c.file;
    if (!c.readable) continue;
    EXPECT_EQ(pub->type(), c.type);
    EXPECT_EQ(pub->bits(), c.bits);
    EXPECT_TRUE(key->public_key().same_as(*pub)) << c.file;
  }
  // Restricted to PSS by its algorithm identifier: not a key for PKCS#1 v1.5.
  EXPECT_FALSE(PrivateKey::from_pem(read_file(*folder / "test-key-rsa-pss.key")).ok());
}

TEST(Crypto, TheEd25519SignatureOfRfc9421Verifies) {
  const auto folder = shared("corpus/rfc9421-appendix-b/testdata");
  if (!folder) return;
  const auto key = PublicKey::from_pem(read_file(*folder / "test-key-ed25519.pub")).value();
  const std::string base = read_file(*folder / "b26_request_sigbase.txt");
  const std::string request = read_file(*folder / "b26_request_signed.txt");
  const size_t at = request.find("sig-b26=:") + 9;
  const auto signature = parse_base64(request.substr(at, request.find(':', at) - at)).value();
  EXPECT_TRUE(key.verify(base, signature));
  EXPECT_FALSE(key.verify(base + " ", signature));
}

// Every publicKeyMultibase in the FEPs, with its type and size.
TEST(Crypto, TheMultibaseKeysOfFep521aAreRead) {
  const auto file = shared("corpus/fep/fep-521a.feature");
  if (!file) return;
  const std::string text = read_file(*file);
  constexpr std::string_view kName = "\"publicKeyMultibase\": \"";
  std::vector<PublicKey> keys;
  for (size_t at = text.find(kName); at != std::string::npos; at = text.find(kName, at)) {
    at += kName.size();
    const std::string multibase = text.substr(at, text.find('"', at) - at);
    auto key = PublicKey::from_multibase(multibase);
    ASSERT_TRUE(key.ok()) << multibase;
    if (key->type() == KeyType::ed25519) {
      EXPECT_EQ(key->to_multibase(), multibase);
    }
    keys.push_back(*key);
  }
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_EQ(keys[0].type(), KeyType::ed25519);
  EXPECT_EQ(keys[1].type(), KeyType::rsa);
  EXPECT_EQ(keys[1].bits(), 2048);
  EXPECT_EQ(keys[1].to_multibase(), "");
}

TEST(Crypto, ThePrivateMultibaseKeyOfVcDiEddsaFitsItsPublicOne) {
  const auto key =
      PrivateKey::from_multibase("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq").value();
  EXPECT_EQ(key.public_key().to_multibase(), "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2");
}

TEST(Crypto, RsaVerifiesSha512OnlyWhenAsked) {
  const auto folder = shared("corpus/rfc9421-appendix-b/testdata");
  if (!folder) return;
  const auto key = PrivateKey::from_pem(read_file(*folder / "test-key-rsa.key")).value();
  const auto signature = key.sign("message").value();
  EXPECT_TRUE(key.public_key().verify("message", signature, PublicKey::Hash::sha256));
  EXPECT_FALSE(key.public_key().verify("message", signature, PublicKey::Hash::sha512));
}

}  // namespace
}  // namespace hallway
