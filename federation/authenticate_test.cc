#include "federation/authenticate.h"

#include "federation/capabilities.h"
#include "federation/proof.h"
#include "tests/support/lone_node.h"

namespace hallway::test {
namespace {

constexpr auto kInbox = "https://home.example/inbox";
constexpr auto kAlice = "https://remote.example/users/alice";
constexpr Signing kAllWays[] = {Signing::cavage_rsa, Signing::rfc9421_rsa,
                                Signing::rfc9421_ed25519};

class AuthenticatorTest : public LoneNode {
 protected:
  [[nodiscard]] Request post(const SignWith& with, std::string body = R"({"type":"Like"})") {
    return signed_post(kInbox, std::move(body), with, clock_.now());
  }
  Result<Sender> send(const SignWith& with) { return authenticator_->authenticate(post(with)); }
  Code code_of(const SignWith& with) {
    const auto sender = send(with);
    return sender ? Code::internal : sender.error().code;
  }
  [[nodiscard]] size_t asked() const { return net_.requests("remote.example"); }

  const PrivateKey& key_ = test_key(KeyType::rsa, 0);
  const PrivateKey& other_key_ = test_key(KeyType::rsa, 1);
  const SignWith alice_{key_id_of(kAlice), key_};
  const SignWith forged_{key_id_of(kAlice), other_key_};
  Site remote_{net_, "https://remote.example"};
  Site evil_{net_, "https://evil.example"};
};

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
  for (const auto how : kAllWays) {
    const bool ed = how == Signing::rfc9421_ed25519;
    const auto sender = send({ed ? ed25519_id : key_id_of(kAlice), ed ? ed25519 : key_, how});
    ASSERT_TRUE(sender.ok()) << sender.error().what;
    EXPECT_EQ(sender->scheme(), how == Signing::cavage_rsa ? Scheme::cavage : Scheme::rfc9421);
    EXPECT_EQ(sender->key_type(), ed ? KeyType::ed25519 : KeyType::rsa);
  }
}

TEST_F(AuthenticatorTest, Attack01AnUnsignedRequestIsNobodys) {
  remote_.put_person("alice", key_.public_key());
  auto request = post(alice_);
  request.headers.erase("Signature");
  const auto before = commits();
  EXPECT_EQ(authenticator_->authenticate(request).error().code, Code::unauthenticated);
  EXPECT_EQ(asked(), 0U);
  EXPECT_EQ(commits(), before);
}

TEST_F(AuthenticatorTest, Attack02AKeySpeaksForItsOwnerOnly) {
  remote_.put_person("alice", key_.public_key());
  const auto sender = send(alice_);
  ASSERT_TRUE(sender.ok());
  const Json by_alice = {{"type", "Like"}, {"actor", kAlice}};
  const auto acting = authenticator_->actor_of(by_alice, *sender);
  ASSERT_TRUE(acting.ok());
  EXPECT_EQ(acting->iri.text(), kAlice);
  for (const Json& activity :
       {Json{{"actor", "https://remote.example/users/bob"}},
        Json{{"actor", "https://evil.example/x"}},
        Json{{"actor", std::string(kAlice) + "#main-key"}}, Json{{"type", "Like"}}, Json("x")}) {
    EXPECT_EQ(authenticator_->actor_of(activity, *sender).error().code, Code::unauthenticated)
        << activity;
  }
}

TEST_F(AuthenticatorTest, Attack03AKeyWhoseOwnerDoesNotListItIsNobodys) {
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

TEST_F(AuthenticatorTest, Attack04AKeyDocumentWithAnotherIdIsNotKeptUnderTheWrongName) {
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

TEST_F(AuthenticatorTest, Attack04ARevokedOrExpiredKeyIsRefused) {
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
TEST_F(AuthenticatorTest, Attack04AKeyEndsWhenItsOwnerSaidItWould) {
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

TEST_F(AuthenticatorTest, Attack05AKeyAndItsOwnerShareOneOrigin) {
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

TEST_F(AuthenticatorTest, Attack08ARequestForAnotherServerIsNotOurs) {
  remote_.put_person("alice", key_.public_key());
  for (const auto how : {Signing::cavage_rsa, Signing::rfc9421_rsa}) {
    const auto request = signed_post("https://elsewhere.example/inbox", "{}",
                                     {key_id_of(kAlice), key_, how}, clock_.now());
    EXPECT_EQ(authenticator_->authenticate(request).error().code, Code::unauthenticated);
  }
  EXPECT_EQ(asked(), 0U);
}

TEST_F(AuthenticatorTest, Attack11ARotationCostsExactlyOneFetch) {
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

TEST_F(AuthenticatorTest, Attack11ForgeriesDoNotCauseAFetchStorm) {
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

TEST_F(AuthenticatorTest, Attack11UnknownKeysOfOneHostAreFetchedThirtyAMinute) {
  for (int i = 0; i < 200; ++i) {
    code_of({remote_.at("/users/u" + std::to_string(i) + "#main-key"), key_});
  }
  EXPECT_EQ(asked(), 30U);
  EXPECT_EQ(code_of({remote_.at("/users/late#main-key"), key_}), Code::limited);
  clock_.advance(minutes(1));
  remote_.put_person("alice", key_.public_key());
  EXPECT_TRUE(send(alice_).ok());
}

TEST_F(AuthenticatorTest, AForgedSignatureOfAStrangerLeavesNothing) {
  remote_.put_person("alice", key_.public_key());
  const auto before = commits();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(code_of(forged_), Code::unauthenticated);
  EXPECT_EQ(asked(), 1U);
  EXPECT_EQ(commits(), before);
  EXPECT_FALSE(stored(kAlice).has_value());
}

TEST_F(AuthenticatorTest, Attack12AKeyIdThatIsNoAddressIsRefused) {
  for (const auto* key_id :
       {"acct:alice@remote.example", "alice", "data:x", "did:key:z6Mk", "/actor", "https://",
        "https://u@remote.example/users/alice#main-key"}) {
    EXPECT_EQ(code_of({key_id, key_}), Code::unauthenticated) << key_id;
  }
  EXPECT_EQ(asked(), 0U);
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

TEST_F(AuthenticatorTest, Attack32AnOwnerWhoHasGoneIsSaidToBe) {
  remote_.put("/users/alice", Response{.status = 410});
  EXPECT_EQ(code_of(alice_), Code::gone);
  EXPECT_EQ(code_of(alice_), Code::gone);
  EXPECT_EQ(asked(), 1U);
}

TEST_F(AuthenticatorTest, PolicyComesBeforeAnyFetch) {
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

TEST_F(AuthenticatorTest, OurOwnKeysDoNotComeFromOutside) {
  const auto bob = put_local("bob");
  EXPECT_EQ(code_of({bob.keys[0].id, test_key(KeyType::rsa, 100)}), Code::unauthenticated);
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
  Result<Actor> forwarded(const Json& activity) {
    return authenticator_->actor_of(activity, send(alice_).value());
  }
  const PrivateKey& carols_ = test_key(KeyType::ed25519, 3);
  const std::string carol_ = "https://evil.example/users/carol";
  const std::string proof_key_ = carol_ + "#ed";
};

TEST_F(ForwardedTest, AProofByTheActorCounts) {
  const auto actor = forwarded(proven(carol_, proof_key_));
  ASSERT_TRUE(actor.ok()) << actor.error().what;
  EXPECT_EQ(actor->iri.text(), carol_);
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
