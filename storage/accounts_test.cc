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
  void put_secret(std::string_view secret, const Token& token) {
    write([&](WriteTxn& txn) { return put_token(txn, secret, token); });
  }
};

TEST_F(Accounts, ComeBackAsTheyWerePut) {
  const auto alice = put({.name = "Alice",
                          .actor = Id{11},
                          .email = "alice@a.example",
                          .password = "$argon2id$...",
                          .role = Role::moderator,
                          .disabled = true,
                          .skills = {"welding", "German"},
                          .created = kNow});
  for (const auto& found : {find_account(read(), alice.id), find_account(read(), "ALICE"),
                            find_account_of(read(), Id{11})}) {
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, alice.id);
    EXPECT_EQ(std::tie(found->name, found->email, found->password, found->skills),
              std::tie(alice.name, alice.email, alice.password, alice.skills));
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

TEST_F(Accounts, ATokenIsFoundByItsSecretUntilItExpires) {
  put_secret("s1", {.account = Id{1},
                    .kind = TokenKind::session,
                    .name = "phone",
                    .scopes = "read write",
                    .created = kNow,
                    .expires = kNow + hours(1),
                    .used = kNow});
  const auto found = find_token(read(), "s1", kNow).value();
  EXPECT_EQ(found.account, Id{1});
  EXPECT_EQ(found.kind, TokenKind::session);
  EXPECT_EQ(found.scopes, "read write");
  EXPECT_TRUE(find_token(read(), "s1", kNow + hours(1) - milliseconds(1)));
  EXPECT_FALSE(find_token(read(), "s1", kNow + hours(1)));
  EXPECT_FALSE(find_token(read(), "s2", kNow));
  put_secret("forever", {.account = Id{1}, .created = kNow});
  EXPECT_TRUE(find_token(read(), "forever", kNow + days(10'000)));
}

TEST_F(Accounts, ASecretMadeWhileTheClockWasFarAheadOpensNothing) {
  const Time ahead = kNow + days(365);
  put_secret("link", {.account = Id{1}, .created = ahead, .expires = ahead + hours(1)});
  put_secret("program", {.account = Id{1}, .created = ahead});
  EXPECT_TRUE(find_token(read(), "link", ahead));
  EXPECT_FALSE(find_token(read(), "link", kNow));
  EXPECT_TRUE(find_token(read(), "program", kNow)) << "which is good until it is revoked";
  const Time tomorrow = kNow + days(1);
  put_secret("session", {.account = Id{1}, .created = tomorrow, .expires = tomorrow + days(30)});
  EXPECT_TRUE(find_token(read(), "session", kNow)) << "a day is soon over";
}

TEST_F(Accounts, NoSecretIsKept) {
  put_secret("correct horse battery", {.account = Id{1}, .name = "phone"});
  read().scan(Table::tokens, {}, [](std::string_view key, std::string_view value) {
    EXPECT_EQ(key.find("correct"), std::string_view::npos);
    EXPECT_EQ(value.find("correct"), std::string_view::npos);
    return true;
  });
}

TEST_F(Accounts, TokensAreErasedOneByOneByAccountAndByKind) {
  put_secret("a", {.account = Id{1}});
  put_secret("b", {.account = Id{1}, .kind = TokenKind::session});
  put_secret("c", {.account = Id{2}});
  put_secret("d", {.kind = TokenKind::setup_link});
  put_secret("e", {.kind = TokenKind::setup_link});
  const auto left = [&] { return read().count(Table::tokens); };
  EXPECT_EQ(write([](WriteTxn& txn) { return erase_tokens(txn, TokenKind::setup_link); }), 2U);
  EXPECT_EQ(left(), 3U);
  write([](WriteTxn& txn) { return erase_tokens_of(txn, Id{1}); });
  EXPECT_EQ(left(), 1U);
  EXPECT_TRUE(find_token(read(), "c", kNow));
  write([](WriteTxn& txn) { return erase_token(txn, "c"); });
  EXPECT_EQ(left(), 0U);
}

TEST(Roles, ComeBackAndOthersAreNone) {
  for (const auto r : {Role::member, Role::moderator, Role::admin}) {
    EXPECT_EQ(parse_role(name_of(r)), r);
  }
  EXPECT_FALSE(parse_role("root"));
}

}  // namespace
}  // namespace hallway
