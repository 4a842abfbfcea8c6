#include "federation/proof.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/support/shared.h"
#include "tests/support/signed_request.h"

namespace hallway {
namespace {

using namespace test;

const Iri kMethod = *Iri::parse("https://remote.example/users/alice#ed25519-key");

Json parse_signed(std::string_view text) { return *parse_json(text, {.unique_keys = true}); }

Json activity() {
  return parse_signed(R"({"@context":["https://www.w3.org/ns/activitystreams"],
      "id":"https://remote.example/1","type":"Like","actor":"https://remote.example/users/alice",
      "object":"https://node.example/1","location":{"longitude":-71.184902}})");
}

Json proven() { return *add_proof(activity(), kMethod, ed25519_key(), kNow); }

// --- vectors of others ---------------------------------------------------------------------------

// The nth text between triple quotes of a Gherkin file.
std::string doc_string(const std::string& feature, size_t n) {
  size_t at = 0;
  for (size_t i = 0; i < 2 * n + 1; ++i) at = feature.find("\"\"\"", at) + 3;
  return feature.substr(at, feature.find("\"\"\"", at) - at);
}

TEST(Proof, TheVectorsOfFep8b32AreMadeAndVerified) {
  const auto path = shared("corpus/fep/fep-8b32.feature");
  if (!path) return;
  const std::string feature = read_file(*path);
  const Json document = parse_signed(doc_string(feature, 0));
  const Json expected = parse_signed(doc_string(feature, 1));
  const auto secret =
      PrivateKey::from_multibase("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq");
  ASSERT_TRUE(secret.ok());
  const auto made =
      add_proof(document, *Iri::parse("https://server.example/users/alice#ed25519-key"), *secret,
                *parse_rfc3339("2023-02-24T23:36:38Z"));
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(*made, expected);

  const Json received = parse_signed(doc_string(feature, 2));
  const Json actor = parse_signed(doc_string(feature, 3));
  const auto methods = find_list(actor, "assertionMethod");
  ASSERT_EQ(methods.size(), 1u);
  const auto key = PublicKey::from_multibase(*find_string(*methods.front(), "publicKeyMultibase"));
  ASSERT_TRUE(key.ok());
  const auto proof = read_proof(received, kNow);
  ASSERT_TRUE(proof.ok()) << proof.error().what;
  EXPECT_EQ(proof->verification_method.text(), "https://server.example/users/alice#ed25519-key");
  EXPECT_EQ(to_rfc3339(proof->created), "2023-02-24T23:36:38Z");
  EXPECT_TRUE(verify_proof(received, *key));
  EXPECT_FALSE(verify_proof(received, ed25519_key().public_key()));
}

TEST(Proof, TheVectorsOfVcDiEddsaAreMadeAndVerified) {
  const std::string folder = "corpus/vc-di-eddsa/TestVectors/";
  const auto unsigned_path = shared(folder + "unsigned.json");
  const auto config_path = shared(folder + "eddsa-jcs-2022/proofConfigJCS.json");
  const auto signed_path = shared(folder + "eddsa-jcs-2022/signedJCS.json");
  const auto keys_path = shared(folder + "keyPair.json");
  if (!unsigned_path || !config_path || !signed_path || !keys_path) return;
  const Json keys = parse_signed(read_file(*keys_path));
  const Json expected = parse_signed(read_file(*signed_path));
  const auto secret = PrivateKey::from_multibase(*find_string(keys, "privateKeyMultibase"));
  const auto key = PublicKey::from_multibase(*find_string(keys, "publicKeyMultibase"));
  ASSERT_TRUE(secret.ok() && key.ok());
  EXPECT_EQ(*add_proof(parse_signed(read_file(*unsigned_path)),
                       parse_signed(read_file(*config_path)), *secret),
            expected);
  EXPECT_TRUE(verify_proof(expected, *key));
  // Its key is named by a DID, which no actor of the fediverse can own.
  EXPECT_FALSE(read_proof(expected, kNow).ok());
}

TEST(Proof, OtherSuitesOfVcDiEddsaAreNotTakenForOurs) {
  const std::string folder = "corpus/vc-di-eddsa/TestVectors/";
  const auto keys_path = shared(folder + "keyPair.json");
  if (!keys_path) return;
  const Json keys = parse_signed(read_file(*keys_path));
  const auto key = PublicKey::from_multibase(*find_string(keys, "publicKeyMultibase"));
  ASSERT_TRUE(key.ok());
  for (const std::string name :
       {"eddsa-rdfc-2022/signedDataInt.json", "Ed25519Signature2020/signedEdSig.json",
        "proof-set-chain/signedProofSet1.json", "proof-set-chain/signedProofSet2.json",
        "proof-set-chain/signedProofChain2.json"}) {
    const auto path = shared(folder + name);
    if (!path) return;
    const Json document = parse_signed(read_file(*path));
    EXPECT_FALSE(read_proof(document, kNow).ok()) << name;
    EXPECT_FALSE(verify_proof(document, *key)) << name;
  }
}

// --- our own -------------------------------------------------------------------------------------

TEST(Proof, WhatWeProveWeVerify) {
  const Json document = proven();
  const auto proof = read_proof(document, kNow);
  ASSERT_TRUE(proof.ok()) << proof.error().what;
  EXPECT_EQ(proof->verification_method, kMethod);
  EXPECT_EQ(proof->created, kNow);
  EXPECT_TRUE(verify_proof(document, ed25519_key().public_key()));
  EXPECT_FALSE(verify_proof(document, rsa_key().public_key()));
  // As it is after the wire, whose order of members is another.
  EXPECT_TRUE(verify_proof(parse_signed(dump_json_pretty(document)), ed25519_key().public_key()));
}

TEST(Proof, OfADocumentWithoutContextNeedsNone) {
  Json document = activity();
  document.erase("@context");
  document = *add_proof(document, kMethod, ed25519_key(), kNow);
  EXPECT_TRUE(read_proof(document, kNow).ok());
  EXPECT_TRUE(verify_proof(document, ed25519_key().public_key()));
}

TEST(Proof, AnExistingOneIsReplaced) {
  const auto again = add_proof(proven(), kMethod, ed25519_key(), kNow + hours(1));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, *add_proof(activity(), kMethod, ed25519_key(), kNow + hours(1)));
}

TEST(Proof, ALinkedDataSignatureBesideItIsNoPartOfIt) {
  Json document = proven();
  document["signature"] = {{"type", "RsaSignature2017"}, {"signatureValue", "x"}};
  EXPECT_TRUE(verify_proof(document, ed25519_key().public_key()));
  EXPECT_EQ(*add_proof(document, kMethod, ed25519_key(), kNow), proven());
}

TEST(Proof, IsMadeOnlyOfObjectsAndWithEd25519) {
  EXPECT_FALSE(add_proof(Json::array(), kMethod, ed25519_key(), kNow).ok());
  EXPECT_FALSE(add_proof(activity(), kMethod, rsa_key(), kNow).ok());
}

// --- attacks -------------------------------------------------------------------------------------

using Change = std::function<void(Json&)>;
struct Attack {
  const char* name;
  Change change;
};

TEST(Attack14, AChangedDocumentOrProofDoesNotVerify) {
  const Attack attacks[] = {
      {"content", [](Json& d) { d["type"] = "Undo"; }},
      {"added member", [](Json& d) { d["to"] = "x"; }},
      {"removed member", [](Json& d) { d.erase("object"); }},
      {"nested number", [](Json& d) { d["location"]["longitude"] = -71.184903; }},
      {"context", [](Json& d) { d["@context"].push_back("https://evil.example/"); }},
      {"context of both",
       [](Json& d) {
         d["@context"].push_back("https://evil.example/");
         d["proof"]["@context"] = d["@context"];
       }},
      {"created", [](Json& d) { d["proof"]["created"] = "2026-11-25T12:00:00Z"; }},
      {"expires removed or added", [](Json& d) { d["proof"]["expires"] = "2030-01-01T00:00:00Z"; }},
      {"unknown option", [](Json& d) { d["proof"]["x-unknown"] = true; }},
      {"nonce", [](Json& d) { d["proof"]["nonce"] = "1"; }},
      {"null option", [](Json& d) { d["proof"]["domain"] = nullptr; }},
      {"method", [](Json& d) { d["proof"]["verificationMethod"] = "https://evil.example/#k"; }},
      {"no context in proof", [](Json& d) { d["proof"].erase("@context"); }},
      {"other value",
       [](Json& d) { d["proof"]["proofValue"] = "z" + base58btc(std::string(64, 'x')); }},
  };
  for (const auto& attack : attacks) {
    Json document = proven();
    attack.change(document);
    EXPECT_FALSE(verify_proof(document, ed25519_key().public_key())) << attack.name;
  }
}

// Proofs that verify, and yet must not be believed.
TEST(Attack14, AProofForAnotherPurposeOrTimeIsRefused) {
  const Attack attacks[] = {
      {"expired", [](Json& o) { o["expires"] = to_rfc3339(kNow - seconds(1)); }},
      {"expires before created",
       [](Json& o) {
         o["created"] = to_rfc3339(kNow + minutes(30));
         o["expires"] = to_rfc3339(kNow + minutes(20));
       }},
      {"unreadable expires", [](Json& o) { o["expires"] = 5; }},
      {"null expires", [](Json& o) { o["expires"] = nullptr; }},
      {"from the future", [](Json& o) { o["created"] = to_rfc3339(kNow + hours(2)); }},
      {"no created", [](Json& o) { o.erase("created"); }},
      {"unreadable created", [](Json& o) { o["created"] = "yesterday"; }},
      {"domain", [](Json& o) { o["domain"] = "other.example"; }},
      {"challenge", [](Json& o) { o["challenge"] = "c"; }},
      {"chained", [](Json& o) { o["previousProof"] = "urn:uuid:1"; }},
      {"purpose", [](Json& o) { o["proofPurpose"] = "authentication"; }},
      {"no purpose", [](Json& o) { o.erase("proofPurpose"); }},
      {"suite", [](Json& o) { o["cryptosuite"] = "eddsa-rdfc-2022"; }},
      {"type", [](Json& o) { o["type"] = "Ed25519Signature2020"; }},
      {"type list", [](Json& o) { o["type"] = Json::array({"DataIntegrityProof"}); }},
      {"context", [](Json& o) { o["@context"] = "https://evil.example/"; }},
      {"method is a DID", [](Json& o) { o["verificationMethod"] = "did:key:z6Mk#z6Mk"; }},
      {"method is an object",
       [](Json& o) {
         o["verificationMethod"] = {{"id", kMethod.text()}};
       }},
      {"no method", [](Json& o) { o.erase("verificationMethod"); }},
  };
  const Json plain = proven();
  Json plain_options = plain["proof"];
  plain_options.erase("proofValue");
  ASSERT_TRUE(read_proof(*add_proof(activity(), plain_options, ed25519_key()), kNow).ok());
  for (const auto& attack : attacks) {
    Json options = plain_options;
    attack.change(options);
    const auto document = add_proof(activity(), options, ed25519_key());
    ASSERT_TRUE(document.ok());
    const auto proof = read_proof(*document, kNow);
    ASSERT_FALSE(proof.ok()) << attack.name;
    EXPECT_EQ(proof.error().code, Code::unauthenticated);
  }
}

TEST(Attack14, NoneSeveralOrBrokenProofsAreRefused) {
  const Json good = proven();
  const Json values[] = {nullptr,
                         "z58",
                         5,
                         Json::array(),
                         Json::array({good["proof"], good["proof"]}),
                         Json::array({"x"}),
                         Json::object()};
  for (const auto& value : values) {
    Json document = good;
    document["proof"] = value;
    EXPECT_FALSE(read_proof(document, kNow).ok()) << dump_json(value);
    EXPECT_FALSE(verify_proof(document, ed25519_key().public_key())) << dump_json(value);
  }
  for (const auto* scalar : {"null", "[]", "5", "\"x\""}) {
    EXPECT_FALSE(read_proof(parse_signed(scalar), kNow).ok());
    EXPECT_FALSE(verify_proof(parse_signed(scalar), ed25519_key().public_key()));
  }
  for (const std::string value : {"", "z", "m", "z0OIl", "uAAAA", "zAAAA"}) {
    Json document = good;
    document["proof"]["proofValue"] = value;
    EXPECT_FALSE(read_proof(document, kNow).ok()) << value;
    EXPECT_FALSE(verify_proof(document, ed25519_key().public_key())) << value;
  }
}

// A parser that takes the first of two members and one that takes the last would see two documents.
TEST(Attack14, ARepeatedMemberDoesNotComeThroughTheDoor) {
  std::string text = dump_json(proven());
  text.insert(1, "\"actor\":\"https://evil.example/users/eve\",");
  EXPECT_FALSE(parse_json(text, {.unique_keys = true}).ok());
}

}  // namespace
}  // namespace hallway
