#include "federation/authenticate.h"

#include "federation/capabilities.h"
#include "federation/proof.h"
#include "tests/support/authenticating.h"

namespace hallway::test {
namespace {

TEST_F(AuthenticatorTest, AnUnknownSenderIsFetchedOnceAndStored) {
  remote_.put_person("alice", key_.public_key());
  for (int i = 0; i < 3; ++i) {
    const auto sender = send(alice_);
    ASSERT_TRUE(sender.ok()) << sender.error().what;
    EXPECT_EQ(sender->actor().iri.text(), kAlice);
    EXPECT_EQ(sender->domain().text(), "remote.example");
    EXPECT_EQ(sender->scheme(), Scheme::cavage);
    EXPECT_EQ(sender->key_type(), KeyType::rsa);
  }
  EXPECT_EQ(asked(), 1U);
  EXPECT_TRUE(stored(kAlice).has_value());
}

TEST_F(AuthenticatorTest, EveryWayOfSigningIsTaken) {
  auto document = remote_.put_person("alice", key_.public_key());
  const auto& ed25519 = test_key(KeyType::ed25519);
  const auto ed25519_id = std::string(kAlice) + "#ed";
  document["assertionMethod"] = {{{"id", ed25519_id},
                                  {"type", "Multikey"},
                                  {"controller", kAlice},
                                  {"publicKeyMultibase", ed25519.public_key().to_multibase()}}};
  remote_.put("/users/alice", document);
  for (const auto how : kAllSchemes) {
    const bool ed = how == Signing::rfc9421_ed25519;
    const auto sender = send({ed ? ed25519_id : key_id_of(kAlice), ed ? ed25519 : key_, how});
    ASSERT_TRUE(sender.ok()) << sender.error().what;
    EXPECT_EQ(sender->scheme(), how == Signing::cavage_rsa ? Scheme::cavage : Scheme::rfc9421);
    EXPECT_EQ(sender->key_type(), ed ? KeyType::ed25519 : KeyType::rsa);
  }
}

TEST_F(AuthenticatorTest, AKeyWithADocumentOfItsOwnWorksWhereTheOwnerListsIt) {
  const auto key_id = remote_.at("/keys/1");
  const Json key = {{"id", key_id},
                    {"type", "Key"},
                    {"owner", kAlice},
                    {"publicKeyPem", key_.public_key().to_pem()}};
  remote_.put("/keys/1", key);
  auto document = remote_.put_person("alice", other_key_.public_key());
  document["publicKey"] = key_id;
  remote_.put("/users/alice", document);
  const auto sender = send({key_id, key_});
  ASSERT_TRUE(sender.ok()) << sender.error().what;
  EXPECT_EQ(sender->actor().iri.text(), kAlice);
  EXPECT_TRUE(send({key_id, key_}).ok());
  EXPECT_EQ(asked(), 2U);
}

// GoToSocial: "/users/alice/main-key" answers with a stub of the actor.
TEST_F(AuthenticatorTest, AStubUnderTheKeysAddressLeadsToTheActor) {
  const auto key_id = std::string(kAlice) + "/main-key";
  auto document = remote_.put_person("alice", key_.public_key());
  document["publicKey"]["id"] = key_id;
  remote_.put("/users/alice", document);
  remote_.put("/users/alice/main-key", {{"id", kAlice},
                                        {"type", "Person"},
                                        {"preferredUsername", "alice"},
                                        {"publicKey", document["publicKey"]}});
  const auto sender = send({key_id, key_});
  ASSERT_TRUE(sender.ok()) << sender.error().what;
  EXPECT_EQ(sender->actor().iri.text(), kAlice);
}

TEST_F(AuthenticatorTest, WhoDoesNotAnswerIsAskedAgainAfterAMinute) {
  remote_.put_person("alice", key_.public_key());
  net_.trouble("remote.example", {.down = true});
  EXPECT_EQ(code_of(alice_), Code::unavailable);
  net_.trouble("remote.example", {});
  EXPECT_EQ(code_of(alice_), Code::unavailable);
  clock_.advance(minutes(1));
  EXPECT_TRUE(send(alice_).ok());
}

TEST_F(AuthenticatorTest, WhatChangesInTheStoreCountsAtOnce) {
  remote_.put_person("alice", key_.public_key());
  ASSERT_TRUE(send(alice_).ok());
  const auto change = [&](const std::function<void(Actor&)>& how) {
    write([&](WriteTxn& txn) -> Result<bool> {
      auto actor = find_actor(txn, iri(kAlice)).value();
      how(actor);
      TRY(put_actor(txn, actor, clock_.now()));
      return true;
    });
  };
  change([](Actor& a) { a.display_name = "Alice B"; });
  EXPECT_EQ(send(alice_)->actor().display_name, "Alice B");
  change([](Actor& a) { a.suspended = true; });
  EXPECT_EQ(code_of(alice_), Code::forbidden);
  change([&](Actor& a) {
    a.suspended = false;
    a.keys = {{.id = key_id_of(kAlice), .der = other_key_.public_key().to_der()}};
  });
  EXPECT_EQ(code_of(alice_), Code::unauthenticated);
  EXPECT_TRUE(send(forged_).ok());
  change([](Actor& a) { a.gone = true; });
  EXPECT_EQ(code_of(forged_), Code::gone);
  EXPECT_EQ(asked(), 1U);
}

TEST_F(AuthenticatorTest, WhatAPeerShowsIsWrittenDownOnce) {
  auto document = remote_.put_person("alice", key_.public_key());
  const auto& ed25519 = test_key(KeyType::ed25519);
  document["assertionMethod"] = {{{"id", std::string(kAlice) + "#ed"},
                                  {"type", "Multikey"},
                                  {"controller", kAlice},
                                  {"publicKeyMultibase", ed25519.public_key().to_multibase()}}};
  remote_.put("/users/alice", document);
  ASSERT_TRUE(send(alice_).ok());
  EXPECT_EQ(peer("remote.example").signing, KnownSigning::unknown);
  ASSERT_TRUE(send({alice_.key_id, key_, Signing::rfc9421_rsa}).ok());
  EXPECT_EQ(peer("remote.example").signing, KnownSigning::rfc9421_rsa);
  EXPECT_FALSE(peer("remote.example").ed25519);
  const SignWith modern{std::string(kAlice) + "#ed", ed25519, Signing::rfc9421_ed25519};
  ASSERT_TRUE(send(modern).ok());
  EXPECT_EQ(peer("remote.example").signing, KnownSigning::rfc9421_ed25519);
  EXPECT_TRUE(peer("remote.example").ed25519);
  const auto before = commits();
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(send(modern).ok());
    ASSERT_TRUE(send({alice_.key_id, key_, Signing::rfc9421_rsa}).ok());
  }
  EXPECT_EQ(commits(), before);
  // What double-knock found out since then stays.
  set_peer("remote.example", [](Peer& p) { p.signing = KnownSigning::cavage_rsa; });
  ASSERT_TRUE(send(modern).ok());
  EXPECT_EQ(peer("remote.example").signing, KnownSigning::cavage_rsa);
}

TEST_F(AuthenticatorTest, WhatAnActorsDocumentSaysItsSoftwareTakesIsWrittenDown) {
  auto document = remote_.put_person("alice", key_.public_key());
  document["generator"] = our_generator();
  remote_.put("/users/alice", document);
  ASSERT_TRUE(send(alice_).ok());
  EXPECT_TRUE(peer("remote.example").ed25519);
  EXPECT_EQ(peer("remote.example").signing, KnownSigning::rfc9421_ed25519);
}

// --- forwarded activities: FEP-8b32 ---------------------------------------------------------

class ForwardedTest : public AuthenticatorTest {
 protected:
  void SetUp() override {
    AuthenticatorTest::SetUp();
    remote_.put_person("alice", key_.public_key());
    auto carol = evil_.put_person("carol", other_key_.public_key());
    carol["assertionMethod"] = {{{"id", proof_key_},
                                 {"type", "Multikey"},
                                 {"controller", carol_},
                                 {"publicKeyMultibase", carols_.public_key().to_multibase()}}};
    evil_.put("/users/carol", carol);
  }
  [[nodiscard]] Json proven(const std::string& actor, const std::string& method) const {
    return add_proof({{"type", "Like"}, {"actor", actor}, {"object", "https://home.example/1"}},
                     iri(method), carols_, clock_.now())
        .value();
  }
  Result<std::shared_ptr<const Actor>> forwarded(const Json& activity) {
    return authenticator_->actor_of(activity, send(alice_).value());
  }
  const PrivateKey& carols_ = test_key(KeyType::ed25519, 3);
  const std::string carol_ = "https://evil.example/users/carol";
  const std::string proof_key_ = carol_ + "#ed";
};

TEST_F(ForwardedTest, AProofByTheActorCounts) {
  const auto actor = forwarded(proven(carol_, proof_key_));
  ASSERT_TRUE(actor.ok()) << actor.error().what;
  EXPECT_EQ((*actor)->iri.text(), carol_);
}

TEST_F(ForwardedTest, Attack14AProofBySomebodyElseDoesNot) {
  const auto dave = "https://evil.example/users/dave";
  evil_.put_person("dave", test_key(KeyType::rsa, 2).public_key());
  EXPECT_EQ(forwarded(proven(dave, proof_key_)).error().code, Code::unauthenticated);
  EXPECT_EQ(forwarded(proven("https://third.example/users/x", proof_key_)).error().code,
            Code::unauthenticated);
  // A key of another kind than the proof's.
  EXPECT_EQ(forwarded(proven(carol_, key_id_of(carol_))).error().code, Code::unauthenticated);
}

TEST_F(ForwardedTest, WhatWasChangedOnTheWayDoesNotCount) {
  auto activity = proven(carol_, proof_key_);
  activity["object"] = "https://home.example/2";
  EXPECT_EQ(forwarded(activity).error().code, Code::unauthenticated);
  activity.erase("proof");
  EXPECT_EQ(forwarded(activity).error().code, Code::unauthenticated);
}

TEST_F(ForwardedTest, ABlockedActorIsNotHeardThroughOthers) {
  set_peer("evil.example", [](Peer& p) { p.relation = Relation::blocked; });
  EXPECT_EQ(forwarded(proven(carol_, proof_key_)).error().code, Code::forbidden);
  EXPECT_EQ(net_.requests("evil.example"), 0U);
}

}  // namespace
}  // namespace hallway::test
