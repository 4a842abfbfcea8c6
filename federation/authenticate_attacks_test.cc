// What attackers try at the door, numbered as in the catalogue of attacks that FEDERATION.md names.
#include "federation/authenticate.h"
#include "tests/support/authenticating.h"

namespace hallway::test {
namespace {

class AuthenticatorAttacks : public AuthenticatorTest {};

TEST_F(AuthenticatorAttacks, Attack01AnUnsignedRequestIsNobodys) {
  remote_.put_person("alice", key_.public_key());
  auto request = post(alice_);
  request.headers.erase("Signature");
  const auto before = commits();
  EXPECT_EQ(authenticator_->authenticate(request).error().code, Code::unauthenticated);
  EXPECT_EQ(asked(), 0U);
  EXPECT_EQ(commits(), before);
}

TEST_F(AuthenticatorAttacks, Attack02AKeySpeaksForItsOwnerOnly) {
  remote_.put_person("alice", key_.public_key());
  const auto sender = send(alice_);
  ASSERT_TRUE(sender.ok());
  const Json by_alice = {{"type", "Like"}, {"actor", kAlice}};
  const auto acting = authenticator_->actor_of(by_alice, *sender);
  ASSERT_TRUE(acting.ok());
  EXPECT_EQ((*acting)->iri.text(), kAlice);
  for (const Json& activity :
       {Json{{"actor", "https://remote.example/users/bob"}},
        Json{{"actor", "https://evil.example/x"}},
        Json{{"actor", std::string(kAlice) + "#main-key"}}, Json{{"type", "Like"}}, Json("x")}) {
    EXPECT_EQ(authenticator_->actor_of(activity, *sender).error().code, Code::unauthenticated)
        << activity;
  }
}

TEST_F(AuthenticatorAttacks, Attack03AKeyWhoseOwnerDoesNotListItIsNobodys) {
  // A document of its own that names an owner who has another key.
  remote_.put_person("alice", other_key_.public_key());
  const auto lonely = remote_.at("/keys/1");
  remote_.put("/keys/1",
              {{"id", lonely}, {"owner", kAlice}, {"publicKeyPem", key_.public_key().to_pem()}});
  EXPECT_EQ(code_of({lonely, key_}), Code::unauthenticated);
  EXPECT_FALSE(stored(kAlice).has_value());
  // An actor that lists a key which says that it is somebody else's.
  auto document = person_json(remote_.at("/users/carol"), "carol", key_.public_key());
  document["publicKey"]["owner"] = kAlice;
  remote_.put("/users/carol", document);
  EXPECT_EQ(code_of({key_id_of(remote_.at("/users/carol")), key_}), Code::unauthenticated);
}

TEST_F(AuthenticatorAttacks, Attack04AKeyDocumentWithAnotherIdIsNotKeptUnderTheWrongName) {
  remote_.put_person("alice", key_.public_key());
  const auto wrong = remote_.at("/keys/wrong");
  remote_.put("/keys/wrong", {{"id", key_id_of(kAlice)},
                              {"owner", kAlice},
                              {"publicKeyPem", other_key_.public_key().to_pem()}});
  EXPECT_EQ(code_of({wrong, other_key_}), Code::unauthenticated);
  EXPECT_EQ(code_of({std::string(kAlice) + "#another", key_}), Code::unauthenticated);
  EXPECT_TRUE(send(alice_).ok());
  EXPECT_EQ(code_of({wrong, key_}), Code::unauthenticated);
}

TEST_F(AuthenticatorAttacks, Attack04ARevokedOrExpiredKeyIsRefused) {
  for (const auto& [member, value] : {std::pair{"revoked", "2026-01-01T00:00:00Z"},
                                      std::pair{"expires", "2026-01-01T00:00:00Z"}}) {
    const auto key_id = remote_.at(std::string("/keys/") + member);
    Json key = {{"id", key_id}, {"owner", kAlice}, {"publicKeyPem", key_.public_key().to_pem()}};
    key[member] = value;
    remote_.put(std::string("/keys/") + member, key);
    auto document = remote_.put_person("alice", other_key_.public_key());
    document["publicKey"] = key_id;
    remote_.put("/users/alice", document);
    EXPECT_EQ(code_of({key_id, key_}), Code::unauthenticated) << member;
  }
}

// Listed by its owner, who said from the beginning how long it would be good.
TEST_F(AuthenticatorAttacks, Attack04AKeyEndsWhenItsOwnerSaidItWould) {
  auto document = remote_.put_person("alice", key_.public_key());
  document["publicKey"]["expires"] = to_rfc3339(clock_.now() + hours(1));
  remote_.put("/users/alice", document);
  EXPECT_TRUE(send(alice_).ok());
  clock_.advance(hours(2));
  EXPECT_EQ(code_of(alice_), Code::unauthenticated);
  EXPECT_EQ(asked(), 2U) << "it may have been extended";
  clock_.advance(hours(1));
  document["publicKey"]["expires"] = to_rfc3339(clock_.now() + hours(1));
  remote_.put("/users/alice", document);
  EXPECT_TRUE(send(alice_).ok());
  document["publicKey"]["expires"] = "never";
  remote_.put("/users/alice", document);
  clock_.advance(hours(2));
  EXPECT_EQ(code_of(alice_), Code::unauthenticated);
}

TEST_F(AuthenticatorAttacks, Attack05AKeyAndItsOwnerShareOneOrigin) {
  remote_.put_person("alice", other_key_.public_key());
  // The thief's key names alice as its owner, and alice's document even refers to it.
  const auto thief = evil_.at("/keys/1");
  evil_.put("/keys/1",
            {{"id", thief}, {"owner", kAlice}, {"publicKeyPem", key_.public_key().to_pem()}});
  auto document = person_json(kAlice, "alice", other_key_.public_key());
  document["publicKey"] = Json::array({document["publicKey"], thief});
  remote_.put("/users/alice", document);
  EXPECT_EQ(code_of({thief, key_}), Code::unauthenticated);
  EXPECT_EQ(asked(), 0U);
  // A thief who lists the admin's key id under his own name, with his own material.
  auto mallory = evil_.put_person("mallory", key_.public_key());
  mallory["publicKey"] = {{"id", key_id_of(kAlice)},
                          {"owner", evil_.at("/users/mallory")},
                          {"publicKeyPem", key_.public_key().to_pem()}};
  evil_.put("/users/mallory", mallory);
  EXPECT_EQ(code_of(alice_), Code::unauthenticated);
  // The key's address redirects to another's actor.
  evil_.redirect("/users/x", kAlice);
  EXPECT_EQ(code_of({evil_.at("/users/x#main-key"), other_key_}), Code::unauthenticated);
}

TEST_F(AuthenticatorAttacks, Attack08ARequestForAnotherServerIsNotOurs) {
  remote_.put_person("alice", key_.public_key());
  for (const auto how : {Signing::cavage_rsa, Signing::rfc9421_rsa}) {
    const auto request = signed_post("https://elsewhere.example/inbox", "{}",
                                     {key_id_of(kAlice), key_, how}, clock_.now());
    EXPECT_EQ(authenticator_->authenticate(request).error().code, Code::unauthenticated);
  }
  EXPECT_EQ(asked(), 0U);
}

TEST_F(AuthenticatorAttacks, Attack11ARotationCostsExactlyOneFetch) {
  remote_.put_person("alice", key_.public_key());
  ASSERT_TRUE(send(alice_).ok());
  clock_.advance(minutes(5));
  remote_.put_person("alice", other_key_.public_key());
  ASSERT_TRUE(send({alice_.key_id, other_key_}).ok());
  EXPECT_EQ(asked(), 2U);
  // The old key is worth nothing any more, and asking again would not change that.
  for (int i = 0; i < 100; ++i) EXPECT_EQ(code_of(alice_), Code::unauthenticated);
  EXPECT_TRUE(send({alice_.key_id, other_key_}).ok());
  EXPECT_EQ(asked(), 2U);
}

TEST_F(AuthenticatorAttacks, Attack11ForgeriesDoNotCauseAFetchStorm) {
  remote_.put_person("alice", key_.public_key());
  ASSERT_TRUE(send(alice_).ok());
  for (int i = 0; i < 100; ++i) EXPECT_EQ(code_of(forged_), Code::unauthenticated);
  EXPECT_EQ(asked(), 1U);
  EXPECT_TRUE(send(alice_).ok());
  clock_.advance(minutes(5));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(code_of(forged_), Code::unauthenticated);
  EXPECT_EQ(asked(), 2U);
  EXPECT_TRUE(send(alice_).ok());
}

TEST_F(AuthenticatorAttacks, Attack11UnknownKeysOfOneHostAreFetchedThirtyAMinute) {
  for (int i = 0; i < 200; ++i) {
    code_of({remote_.at("/users/u" + std::to_string(i) + "#main-key"), key_});
  }
  EXPECT_EQ(asked(), 30U);
  EXPECT_EQ(code_of({remote_.at("/users/late#main-key"), key_}), Code::limited);
  clock_.advance(minutes(1));
  remote_.put_person("alice", key_.public_key());
  EXPECT_TRUE(send(alice_).ok());
}

TEST_F(AuthenticatorAttacks, AForgedSignatureOfAStrangerLeavesNothing) {
  remote_.put_person("alice", key_.public_key());
  const auto before = commits();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(code_of(forged_), Code::unauthenticated);
  EXPECT_EQ(asked(), 1U);
  EXPECT_EQ(commits(), before);
  EXPECT_FALSE(stored(kAlice).has_value());
}

TEST_F(AuthenticatorAttacks, WhoForgesASignatureOfAStrangerDoesNotLockThemOut) {
  remote_.put_person("alice", key_.public_key());
  EXPECT_EQ(code_of(forged_), Code::unauthenticated);
  EXPECT_TRUE(send(alice_).ok());
  EXPECT_EQ(asked(), 2U);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(code_of(forged_), Code::unauthenticated);
  EXPECT_TRUE(send(alice_).ok());
  EXPECT_EQ(asked(), 2U);
}

TEST_F(AuthenticatorAttacks, AKeyThatWasTakenBackInTheMeantimeIsNotBelieved) {
  remote_.put_person("alice", key_.public_key());
  EXPECT_EQ(code_of(forged_), Code::unauthenticated);
  remote_.put_person("alice", other_key_.public_key());
  EXPECT_EQ(code_of(alice_), Code::unauthenticated);
  EXPECT_FALSE(stored(kAlice).has_value());
  // What was there last is asked for, not what was there first.
  EXPECT_EQ(code_of(alice_), Code::unauthenticated);
  EXPECT_EQ(asked(), 2U);
}

TEST_F(AuthenticatorAttacks, Attack12AKeyIdThatIsNoAddressIsRefused) {
  for (const auto* key_id :
       {"acct:alice@remote.example", "alice", "data:x", "did:key:z6Mk", "/actor", "https://",
        "https://u@remote.example/users/alice#main-key"}) {
    EXPECT_EQ(code_of({key_id, key_}), Code::unauthenticated) << key_id;
  }
  EXPECT_EQ(asked(), 0U);
}

TEST_F(AuthenticatorAttacks, Attack32AnOwnerWhoHasGoneIsSaidToBe) {
  remote_.put("/users/alice", Response{.status = 410});
  EXPECT_EQ(code_of(alice_), Code::gone);
  EXPECT_EQ(code_of(alice_), Code::gone);
  EXPECT_EQ(asked(), 1U);
}

TEST_F(AuthenticatorAttacks, PolicyComesBeforeAnyFetch) {
  remote_.put_person("alice", key_.public_key());
  set_peer("remote.example", [](Peer& p) { p.relation = Relation::blocked; });
  EXPECT_EQ(code_of(alice_), Code::forbidden);
  EXPECT_EQ(asked(), 0U);
  set_peer("remote.example", [](Peer& p) { p.relation = Relation::partner; });
  home_.mode = Mode::allowlist;
  EXPECT_TRUE(send(alice_).ok());
  evil_.put_person("mallory", key_.public_key());
  EXPECT_EQ(code_of({key_id_of(evil_.at("/users/mallory")), key_}), Code::forbidden);
  EXPECT_EQ(net_.requests("evil.example"), 0U);
  // It takes effect at once, on known keys too.
  set_peer("remote.example", [](Peer& p) { p.relation = Relation::blocked; });
  EXPECT_EQ(code_of(alice_), Code::forbidden);
  home_.mode = Mode::open;
  EXPECT_EQ(code_of({"https://remote.example:8443/users/alice#main-key", key_}), Code::forbidden);
}

TEST_F(AuthenticatorAttacks, OurOwnKeysDoNotComeFromOutside) {
  const auto bob = put_local("bob");
  EXPECT_EQ(code_of({bob.keys[0].id, test_key(KeyType::rsa, 100)}), Code::unauthenticated);
}

}  // namespace
}  // namespace hallway::test
