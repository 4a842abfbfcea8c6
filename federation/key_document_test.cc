#include "federation/key_document.h"

#include "tests/support/lone_node.h"

namespace hallway::test {
namespace {

const std::string kOwner = "https://remote.example/users/alice";
const std::string kKey = "https://remote.example/keys/1";

// Keys that have a document of their own, as GoToSocial serves them; those within an actor's are
// tested with authenticate.
class KeyDocumentTest : public LoneNode {
 protected:
  void SetUp() override {
    LoneNode::SetUp();
    document_ = remote_.put_person("alice", key_.public_key());
    document_["publicKey"]["id"] = kKey;
    remote_.put("/users/alice", document_);
    put_key(Json::object());
  }
  void put_key(const Json& change) {
    Json key = {{"id", kKey}, {"owner", kOwner}, {"publicKeyPem", key_.public_key().to_pem()}};
    key.update(change);
    remote_.put("/keys/1", key);
  }
  Result<Actor> owner(std::string_view key_id = kKey) {
    return fetch_key_owner(*fetcher_, iri(key_id), clock_.now());
  }
  Code refusal(std::string_view key_id = kKey) {
    const auto actor = owner(key_id);
    return actor.ok() ? Code::internal : actor.error().code;
  }

  const PrivateKey& key_ = test_key(KeyType::rsa, 0);
  Site remote_{net_, "https://remote.example"};
  Site evil_{net_, "https://evil.example"};
  Json document_;
};

TEST_F(KeyDocumentTest, AKeyAndItsOwnerThatNameEachOtherAreBelieved) {
  const auto actor = owner();
  ASSERT_TRUE(actor.ok()) << actor.error().what;
  EXPECT_EQ(actor->iri.text(), kOwner);
  ASSERT_EQ(actor->keys.size(), 1U);
  EXPECT_EQ(actor->keys[0].id, kKey);
}

TEST_F(KeyDocumentTest, AnOwnerMayListItsKeyByNameOnly) {
  document_["publicKey"] = kKey;
  remote_.put("/users/alice", document_);
  const auto actor = owner();
  ASSERT_TRUE(actor.ok()) << actor.error().what;
  ASSERT_EQ(actor->keys.size(), 1U);
  EXPECT_EQ(actor->keys[0].der, key_.public_key().to_der());
}

TEST_F(KeyDocumentTest, AMultikeyStandsBehindItsController) {
  const auto& ed = test_key(KeyType::ed25519, 1);
  put_key({{"owner", nullptr},
           {"publicKeyPem", nullptr},
           {"controller", kOwner},
           {"publicKeyMultibase", ed.public_key().to_multibase()}});
  document_["assertionMethod"] = Json::array({kKey});
  document_.erase("publicKey");
  remote_.put("/users/alice", document_);
  const auto actor = owner();
  ASSERT_TRUE(actor.ok()) << actor.error().what;
  ASSERT_EQ(actor->keys.size(), 1U);
  EXPECT_EQ(actor->keys[0].der, ed.public_key().to_der());
}

TEST_F(KeyDocumentTest, Attack03AnOwnerThatDoesNotListTheKeyIsNotItsOwner) {
  document_["publicKey"]["id"] = kOwner + "#main-key";
  remote_.put("/users/alice", document_);
  EXPECT_EQ(refusal(), Code::unauthenticated);
  EXPECT_EQ(refusal(kOwner + "#other-key"), Code::unauthenticated);
}

TEST_F(KeyDocumentTest, AKeyThatProvesNothingIsRefused) {
  const Json kChanges[] = {
      {{"id", "https://remote.example/keys/2"}},
      {{"owner", nullptr}},
      {{"owner", "https://evil.example/users/alice"}},
      {{"owner", "https://remote.example/users/nobody"}},
      {{"publicKeyPem", "-----BEGIN PUBLIC KEY-----"}},
      {{"publicKeyPem", nullptr}},
      {{"revoked", "2020-01-01T00:00:00Z"}},
      {{"expires", to_rfc3339(clock_.now() - seconds(1))}},
  };
  for (const auto& change : kChanges) {
    put_key(change);
    EXPECT_EQ(refusal(), Code::unauthenticated) << change;
  }
  put_key({{"expires", to_rfc3339(clock_.now() + hours(1))}});
  EXPECT_TRUE(owner().ok());
}

TEST_F(KeyDocumentTest, Attack05AKeyThatLeadsElsewhereIsRefused) {
  evil_.put_person("alice", key_.public_key());
  remote_.redirect("/keys/1", "https://evil.example/users/alice");
  EXPECT_EQ(refusal(), Code::unauthenticated);
}

TEST_F(KeyDocumentTest, AnOutageIsNoRefusalAndGoneIsGone) {
  net_.trouble("remote.example", {.down = true});
  EXPECT_EQ(refusal(), Code::unavailable);
  net_.trouble("remote.example", {.status = 429});
  EXPECT_EQ(refusal(), Code::limited);
  net_.trouble("remote.example", {.status = 410});
  EXPECT_EQ(refusal(), Code::gone);
  net_.trouble("remote.example", {.status = 404});
  EXPECT_EQ(refusal(), Code::unauthenticated);
}

}  // namespace
}  // namespace hallway::test
