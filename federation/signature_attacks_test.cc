// What attackers try on the times, algorithms and number of signatures, numbered as in the
// catalogue of attacks that FEDERATION.md names.
#include <gtest/gtest.h>

#include <functional>

#include "federation/body_digest.h"
#include "federation/signature.h"
#include "tests/support/signed_request.h"

namespace hallway {
namespace {

using namespace test;

const std::string kDateNow = to_http_date(kNow);

TEST(Attack09, OnlyTheWindowOfTimeIsAccepted) {
  struct Case {
    Duration age;
    bool good;
  };
  const Case cases[] = {
      {seconds(0), true},      {hours(12), true},
      {hours(12), true},       {seconds(12 * 3600 + 1), false},
      {days(365), false},      {seconds(-3600), true},
      {seconds(-3601), false}, {days(-1), false},
  };
  for (const Signing how : kAllWays) {
    const auto request = signed_post(how);
    for (const auto& c : cases) {
      EXPECT_EQ(accepted(request, key_for(how).public_key(), "node.example", kNow + c.age), c.good)
          << c.age.ms;
    }
  }
}

TEST(Attack09, ACavageSignatureIsRefusedWhereItsTimesAreTricks) {
  struct Case {
    std::string time_name, time_value, parameters;
    bool good;
  };
  const Case cases[] = {
      {"date", kDateNow, "algorithm=\"hs2019\"", true},
      {"date", kDateNow, "algorithm=\"hs2019\",expires=1795611601", true},
      {"date", kDateNow, "algorithm=\"hs2019\",expires=1795611601.5", true},
      {"date", kDateNow, "algorithm=\"hs2019\",expires=1795611599", false},
      {"date", kDateNow, "algorithm=\"hs2019\",expires=soon", false},
      {"date", kDateNow, "algorithm=\"hs2019\",expires=", false},
      {"date", kDateNow, "algorithm=\"hs2019\",created=1", true},  // not signed, so it says nothing
      {"date", "yesterday", "", false},
      {"date", "", "", false},
      {"date", "1795611600", "", false},
      {"date", "2026-11-25T13:00:00Z", "", false},
      {"(created)", "1795611600", "algorithm=\"hs2019\",created=1795611600", true},
      {"(created)", "1795611600", "algorithm=\"hs2019\"", false},
      {"(created)", "1", "algorithm=\"hs2019\",created=1", false},
      {"(created)", "1795615201", "algorithm=\"hs2019\",created=1795615201", false},
      {"(created)", "1795611600", "algorithm=\"hs2019\",created=1795611600,expires=1795611599",
       false},
      {"(created)", "1795613000", "algorithm=\"hs2019\",created=1795613000,expires=1795612000",
       false},
      {"(created)", "-1", "algorithm=\"hs2019\",created=-1", false},
      {"(created)", "99999999999999999999", "algorithm=\"hs2019\",created=99999999999999999999",
       false},
      {"(created)", "9223372036854775807", "algorithm=\"hs2019\",created=9223372036854775807",
       false},
      {"(created)", "", "algorithm=\"hs2019\",created=", false},
      {"(expires)", "1795619999", "algorithm=\"hs2019\",expires=1795619999", false},
  };
  for (const auto& c : cases) {
    auto request = outbound("GET", "https://node.example/a");
    request.headers = {{"Host", "node.example"}};
    if (c.time_name == "date") request.headers.add("Date", c.time_value);
    const Cavage how{
        {{"(request-target)", "get /a"}, {"host", "node.example"}, {c.time_name, c.time_value}},
        c.parameters};
    sign_by_hand(request, how, rsa_key());
    EXPECT_EQ(accepted(request, rsa_key().public_key()), c.good)
        << c.time_name << " " << c.time_value << " " << c.parameters;
  }
}

TEST(Attack09, AnRfc9421SignatureIsRefusedWhereItsTimesAreTricks) {
  const std::pair<std::string, bool> cases[] = {
      {";created=1795611600", true},
      {";created=1795611600;expires=1795611601", true},
      {";created=1795611600;expires=1795611599", false},
      {";created=1795612000;expires=1795611700", false},
      {";created=1795611600;expires=\"1795611700\"", false},
      {";created=1795611600;expires=1795611700.5", false},
      {";created=1795611600.0", false},
      {";created", false},
      {"", false},
      {";expires=1795611700", false},
      {";created=1", false},
      {";created=-1", false},
      {";created=999999999999999", false},
      {";created=1;created=1795611600", true},  // the later one is the value, and it is signed
  };
  for (const auto& [times, good] : cases) {
    auto request = outbound("GET", "https://node.example/a");
    Rfc9421 how{{{"\"@method\"", "GET"}, {"\"@target-uri\"", "https://node.example/a"}},
                times + ";keyid=\"k\""};
    sign_by_hand(request, how, rsa_key());
    if (times.starts_with(";created=1;")) {
      how.parameters = ";created=1795611600;keyid=\"k\"";
      auto canonical = request;
      sign_by_hand(canonical, how, rsa_key());
      request.headers.set("Signature", std::string(*canonical.headers.find("signature")));
    }
    EXPECT_EQ(accepted(request, rsa_key().public_key()), good) << times;
  }
}

TEST(Attack10, AClaimedAlgorithmMustBeThatOfTheKey) {
  struct Case {
    Scheme scheme;
    std::string algorithm;
    bool rsa, ed25519;
  };
  const Case cases[] = {
      {Scheme::cavage, "", true, true},
      {Scheme::cavage, "hs2019", true, true},
      {Scheme::cavage, "rsa-sha256", true, false},
      {Scheme::cavage, "ed25519", false, false},
      {Scheme::cavage, "rsa-v1_5-sha256", false, false},
      {Scheme::rfc9421, "", true, true},
      {Scheme::rfc9421, "rsa-v1_5-sha256", true, false},
      {Scheme::rfc9421, "ed25519", false, true},
      {Scheme::rfc9421, "hs2019", false, false},
      {Scheme::rfc9421, "rsa-sha256", false, false},
  };
  for (const auto& c : cases) {
    for (const auto* key : {&rsa_key(), &ed25519_key()}) {
      Claim claim;
      claim.scheme = c.scheme;
      claim.algorithm = c.algorithm;
      claim.base = "base";
      claim.signature = *key->sign("base");
      EXPECT_EQ(verify_claim(claim, key->public_key()),
                key->type() == KeyType::rsa ? c.rsa : c.ed25519)
          << c.algorithm;
    }
  }
}

TEST(Attack10, UnknownAlgorithmsAndCreatedWithRsaSha256AreRefused) {
  for (const std::string algorithm : {"rsa-sha256", "rsa-sha1", "rsa-sha512", "hmac-sha256",
                                      "ecdsa-sha256", "none", "RSA-SHA256"}) {
    auto request = outbound("GET", "https://node.example/a");
    request.headers = {{"Host", "node.example"}, {"Date", kDateNow}};
    const Cavage how{{{"(request-target)", "get /a"}, {"host", "node.example"}, {"date", kDateNow}},
                     "algorithm=\"" + algorithm + "\""};
    sign_by_hand(request, how, rsa_key());
    EXPECT_EQ(read(request).ok(), algorithm == "rsa-sha256") << algorithm;
  }
  for (const auto* time : {"(created)", "(expires)"}) {
    auto request = outbound("GET", "https://node.example/a");
    request.headers = {{"Host", "node.example"}, {"Date", kDateNow}};
    const Cavage how{{{"(request-target)", "get /a"},
                      {"host", "node.example"},
                      {"date", kDateNow},
                      {time, "1795611600"}},
                     "algorithm=\"rsa-sha256\",created=1795611600,expires=1795611600"};
    sign_by_hand(request, how, rsa_key());
    EXPECT_FALSE(read(request).ok()) << time;
  }
}

TEST(Attack10, SeveralSignaturesInOneRequestAreRefused) {
  auto cavage = signed_post(Signing::cavage_rsa);
  cavage.headers.add("Signature", std::string(*cavage.headers.find("signature")));
  EXPECT_FALSE(read(cavage).ok());

  auto twice = signed_post(Signing::cavage_rsa);
  const std::string header(*twice.headers.find("signature"));
  twice.headers.set("Signature", header + "," + header);
  EXPECT_FALSE(read(twice).ok());

  auto rfc = signed_post(Signing::rfc9421_rsa);
  const std::string input(*rfc.headers.find("signature-input"));
  const std::string signature(*rfc.headers.find("signature"));
  rfc.headers.set("Signature-Input", input + ", sig2=()");
  EXPECT_FALSE(read(rfc).ok());
  rfc.headers.set("Signature-Input", input);
  EXPECT_TRUE(read(rfc).ok());
  rfc.headers.set("Signature", signature + ", sig2=:YQ==:");
  EXPECT_FALSE(read(rfc).ok());
  rfc.headers.set("Signature", signature);
  rfc.headers.add("Signature", signature);
  EXPECT_FALSE(read(rfc).ok());
}

// RFC 9421 is taken, and a broken one does not fall back to the other.
TEST(Attack10, BesideRfc9421ACavageSignatureSaysNothing) {
  const auto cavage = signed_post(Signing::cavage_rsa);
  auto both = signed_post(Signing::rfc9421_ed25519);
  both.headers.set("Digest", std::string(*cavage.headers.find("digest")));
  both.headers.add("Signature", std::string(*cavage.headers.find("signature")));
  EXPECT_TRUE(accepted(both, ed25519_key().public_key()));
  EXPECT_FALSE(accepted(both, rsa_key().public_key()));

  auto downgraded = cavage;
  downgraded.headers.add("Signature-Input", "sig1=(\"@method\");created=1;keyid=\"k\"");
  EXPECT_FALSE(accepted(downgraded, rsa_key().public_key()));
}

TEST(Attack12, AKeyIdThatIsNoAddressIsPassedOnAsItIs) {
  for (const std::string key_id : {"acct:alice@remote.example", "alice", "did:key:z6Mk", "data:,x",
                                   "https://", "file:///etc/passwd", " "}) {
    auto request = outbound("GET", "https://node.example/a");
    request.headers = {{"Host", "node.example"}, {"Date", kDateNow}};
    const Cavage how{
        {{"(request-target)", "get /a"}, {"host", "node.example"}, {"date", kDateNow}}, "", key_id};
    sign_by_hand(request, how, rsa_key());
    const auto claim = read(request);
    ASSERT_TRUE(claim.ok()) << key_id << ": " << claim.error().what;
    EXPECT_EQ(claim->key_id, key_id);
    for (const Signing way : kAllWays) {
      auto again = outbound("GET", "https://node.example/a");
      ASSERT_TRUE(sign_request(again, way, key_id, key_for(way), kNow).ok());
      EXPECT_EQ(read(again)->key_id, key_id);
    }
  }
}

}  // namespace
}  // namespace hallway
