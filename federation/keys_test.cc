#include "federation/keys.h"

#include <gtest/gtest.h>

#include "tests/support/site.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

class LocalKeysTest : public StoreTest {
 protected:
  Actor put_alice(const KeyPairs& pairs) {
    return write([&](WriteTxn& txn) -> Result<Actor> {
      Actor alice{.iri = iri("https://home.example/users/alice"), .name = "alice", .local = true};
      alice.domain = "home.example";
      TRY(put_actor(txn, alice, Time{1}));
      TRY(store_keys(txn, alice, pairs, Time{1}));
      TRY(put_actor(txn, alice, Time{1}));
      return alice;
    });
  }
  LocalKeys keys_;
};

TEST_F(LocalKeysTest, BothHalvesOfBothPairsAreStored) {
  const auto pairs = make_keys();
  ASSERT_TRUE(pairs.ok());
  const auto alice = put_alice(*pairs);
  ASSERT_EQ(alice.keys.size(), 2U);
  EXPECT_EQ(alice.keys[0].id, "https://home.example/users/alice#main-key");
  EXPECT_EQ(alice.keys[1].id, "https://home.example/users/alice#ed25519-key");
  const auto txn = read();
  for (const auto type : {KeyType::rsa, KeyType::ed25519}) {
    const auto key = keys_.find(txn, alice.id, type);
    ASSERT_TRUE(key.ok());
    EXPECT_EQ(key->key.type(), type);
    const auto listed = std::ranges::find(alice.keys, key->id, &ActorKey::id);
    ASSERT_NE(listed, alice.keys.end());
    const auto shown = PublicKey::from_der(listed->der);
    ASSERT_TRUE(shown.ok());
    EXPECT_TRUE(shown->verify("x", key->key.sign("x").value()));
  }
}

TEST_F(LocalKeysTest, WhoHasNoneIsNotFound) {
  EXPECT_EQ(keys_.find(read(), Id{5}, KeyType::rsa).error().code, Code::not_found);
}

TEST_F(LocalKeysTest, WhoHasTheFirstKeyAloneGetsTheOtherOnce) {
  const auto alice = write([&](WriteTxn& txn) -> Result<Actor> {
    Actor fresh{.iri = iri("https://home.example/users/alice"), .name = "alice", .local = true};
    fresh.domain = "home.example";
    TRY(put_actor(txn, fresh, Time{1}));
    TRY(store_first_key(txn, fresh, Time{1}));
    TRY(put_actor(txn, fresh, Time{1}));
    return fresh;
  });
  EXPECT_TRUE(has_first_key_only(alice));
  ASSERT_TRUE(keys_.find(read(), alice.id, KeyType::ed25519).ok());
  EXPECT_EQ(keys_.find(read(), alice.id, KeyType::rsa).error().code, Code::not_found);

  ASSERT_TRUE(complete_keys(*store_, *writer_, alice.id, Time{2}).ok());
  const auto complete = find_actor(read(), alice.id).value();
  EXPECT_FALSE(has_first_key_only(complete));
  ASSERT_EQ(complete.keys.size(), 2U);
  EXPECT_EQ(complete.keys[0].id, "https://home.example/users/alice#main-key");
  EXPECT_EQ(complete.keys[1].der, alice.keys[0].der) << "the first key stays";
  const auto rsa = keys_.find(read(), alice.id, KeyType::rsa);
  ASSERT_TRUE(rsa.ok());
  EXPECT_TRUE(PublicKey::from_der(complete.keys[0].der)->same_as(rsa->key.public_key()));

  ASSERT_TRUE(complete_keys(*store_, *writer_, alice.id, Time{3}).ok());
  EXPECT_EQ(find_actor(read(), alice.id)->keys[0].der, complete.keys[0].der);
}

TEST_F(LocalKeysTest, WhoHasNoKeyAtAllGetsNone) {
  const auto alice = write([&](WriteTxn& txn) -> Result<Actor> {
    Actor fresh{.iri = iri("https://home.example/users/alice"), .name = "alice", .local = true};
    TRY(put_actor(txn, fresh, Time{1}));
    return fresh;
  });
  ASSERT_TRUE(complete_keys(*store_, *writer_, alice.id, Time{2}).ok());
  EXPECT_TRUE(find_actor(read(), alice.id)->keys.empty());
}

TEST_F(LocalKeysTest, ARotationTakesEffectAtOnce) {
  const KeyPairs first{test_key(KeyType::rsa, 1), test_key(KeyType::ed25519, 1)};
  const KeyPairs second{test_key(KeyType::rsa, 2), test_key(KeyType::ed25519, 2)};
  auto alice = put_alice(first);
  ASSERT_TRUE(keys_.find(read(), alice.id, KeyType::rsa).ok());
  write([&](WriteTxn& txn) -> Result<bool> {
    TRY(store_keys(txn, alice, second, Time{2}));
    return true;
  });
  const auto key = keys_.find(read(), alice.id, KeyType::rsa);
  ASSERT_TRUE(key.ok());
  EXPECT_TRUE(key->key.public_key().same_as(second.rsa.public_key()));
}

TEST_F(LocalKeysTest, ARetiredKeyIsNotUsed) {
  const auto alice = put_alice({test_key(KeyType::rsa, 1), test_key(KeyType::ed25519, 1)});
  write([&](WriteTxn& txn) -> Result<bool> {
    auto stored = find_private_key(txn, alice.id, KeyType::rsa).value();
    stored.retired = Time{2};
    TRY(put_private_key(txn, alice.id, KeyType::rsa, stored));
    return true;
  });
  EXPECT_EQ(keys_.find(read(), alice.id, KeyType::rsa).error().code, Code::not_found);
}

}  // namespace
}  // namespace hallway::test
