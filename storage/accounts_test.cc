#include "storage/accounts.h"

#include "tests/support/rows.h"

namespace hallway {
namespace {

using test::kNow;

class Accounts : public test::StoreTest {
 protected:
  Account put(Account account) {
    write([&](WriteTxn& txn) { return put_account(txn, account); });
    return account;
  }
};

TEST_F(Accounts, ComeBackAsTheyWerePut) {
  const auto alice = put({.name = "Alice",
                          .actor = Id{11},
                          .email = "alice@a.example",
                          .password = "$argon2id$...",
                          .role = Role::moderator,
                          .disabled = true,
                          .created = kNow});
  for (const auto& found : {find_account(read(), alice.id), find_account(read(), "ALICE"),
                            find_account_of(read(), Id{11})}) {
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, alice.id);
    EXPECT_EQ(std::tie(found->name, found->email, found->password),
              std::tie(alice.name, alice.email, alice.password));
    EXPECT_EQ(found->role, Role::moderator);
    EXPECT_TRUE(found->disabled);
    EXPECT_EQ(found->created, kNow);
  }
  EXPECT_FALSE(find_account(read(), "bob"));
  EXPECT_FALSE(find_account_of(read(), Id{12}));
}

TEST_F(Accounts, ANameIsTakenWithoutRegardToCase) {
  const auto alice = put({.name = "alice", .actor = Id{11}, .created = kNow});
  Account other{.name = "ALICE", .actor = Id{12}, .created = kNow};
  const auto outcome = writer_->apply([&](WriteTxn& txn) { return put_account(txn, other); });
  EXPECT_EQ(outcome.error().code, Code::conflict);
  EXPECT_EQ(find_account(read(), "alice")->actor, Id{11});
  EXPECT_EQ(read().count(Table::accounts), 1U);
}

TEST_F(Accounts, AnErasedAccountLeavesNoRow) {
  const auto alice = put({.name = "Alice", .actor = Id{11}, .created = kNow});
  const auto bob = put({.name = "bob", .actor = Id{12}, .created = kNow});
  write([&](WriteTxn& txn) { return erase_account(txn, alice); });
  EXPECT_FALSE(find_account(read(), alice.id));
  EXPECT_FALSE(find_account(read(), "alice"));
  EXPECT_FALSE(find_account_of(read(), Id{11}));
  EXPECT_EQ(find_account(read(), "bob")->id, bob.id);
  EXPECT_EQ(read().count(Table::account_names), 2U);
}

TEST_F(Accounts, ARenamedAccountFreesItsName) {
  auto alice = put({.name = "alice", .actor = Id{11}, .created = kNow});
  alice.name = "alicia";
  put(alice);
  EXPECT_FALSE(find_account(read(), "alice"));
  EXPECT_EQ(find_account(read(), "alicia")->id, alice.id);
  EXPECT_EQ(find_account_of(read(), Id{11})->id, alice.id);
  EXPECT_NE(put({.name = "alice", .actor = Id{12}, .created = kNow}).id, alice.id);
}

TEST_F(Accounts, NoNameStandsForAnActorsAccount) {
  put({.name = "alice", .actor = Id{11}, .created = kNow});
  EXPECT_FALSE(find_account(read(), "actor/11"));
}

TEST_F(Accounts, AnAdministratorWhoIsDisabledIsNone) {
  EXPECT_FALSE(has_admin(read()));
  put({.name = "bob", .actor = Id{12}, .created = kNow});
  EXPECT_FALSE(has_admin(read()));
  auto root = put({.name = "root", .actor = Id{13}, .role = Role::admin, .created = kNow});
  EXPECT_TRUE(has_admin(read()));
  root.disabled = true;
  put(root);
  EXPECT_FALSE(has_admin(read()));
  size_t visited = 0;
  for_each_account(read(), [&](const Account&) { ++visited; });
  EXPECT_EQ(visited, 2U);
}

TEST_F(Accounts, AnActorHasOnePrivateKeyOfEachType) {
  const StoredKey rsa{.iri = "https://a.example/alice#main-key", .der = "rsa", .created = kNow};
  const StoredKey edwards{.iri = "https://a.example/alice#ed",
                          .der = std::string("\0\1", 2),
                          .created = kNow,
                          .retired = kNow + days(1)};
  write([&](WriteTxn& txn) -> Result<void> {
    TRY(put_private_key(txn, Id{11}, KeyType::rsa, rsa));
    return put_private_key(txn, Id{11}, KeyType::ed25519, edwards);
  });
  EXPECT_EQ(find_private_key(read(), Id{11}, KeyType::rsa)->der, "rsa");
  const auto found = find_private_key(read(), Id{11}, KeyType::ed25519).value();
  EXPECT_EQ(std::tie(found.iri, found.der, found.created, found.retired),
            std::tie(edwards.iri, edwards.der, edwards.created, edwards.retired));
  EXPECT_FALSE(find_private_key(read(), Id{12}, KeyType::rsa));
}

TEST(Roles, ComeBackAndOthersAreNone) {
  for (const auto r : {Role::member, Role::moderator, Role::admin}) {
    EXPECT_EQ(parse_role(name_of(r)), r);
  }
  EXPECT_FALSE(parse_role("root"));
}

}  // namespace
}  // namespace hallway
