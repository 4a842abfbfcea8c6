#pragma once
// Who can sign in here, with what: accounts, private keys of local actors, and the secrets
// (bearer tokens, sessions, one-time links) that stand for somebody. Of a secret only its SHA-256
// is kept.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "storage/store.h"
#include "storage/values/iri.h"
#include "storage/values/time.h"

namespace hallway {

enum class Role : uint8_t { member, moderator, admin };
std::string_view name_of(Role role);
std::optional<Role> parse_role(std::string_view text);

struct Account {
  Id id;
  std::string name;  // unique without regard to case
  Id actor;
  std::string email;
  std::string password;  // argon2id, encoded; empty: none set
  Role role = Role::member;
  bool disabled = false;
  std::vector<std::string> skills;
  Time created;
};

std::optional<Account> find_account(const ReadTxn& txn, Id id);
std::optional<Account> find_account(const ReadTxn& txn, std::string_view name);
std::optional<Account> find_account_of(const ReadTxn& txn, Id actor);
// New (id 0: allocated; conflict where the name is taken) or replaced.
Result<void> put_account(WriteTxn& txn, Account& account);
Result<void> erase_account(WriteTxn& txn, const Account& account);
void for_each_account(const ReadTxn& txn, const std::function<void(const Account&)>& visit);
bool has_admin(const ReadTxn& txn);  // one that is not disabled

struct StoredKey {
  std::string iri;  // as remote nodes ask for it
  std::string der;  // PKCS#8
  Time created, retired;
};
// `type`: rsa or ed25519.
std::optional<StoredKey> find_private_key(const ReadTxn& txn, Id actor, KeyType type);
Result<void> put_private_key(WriteTxn& txn, Id actor, KeyType type, const StoredKey& key);

enum class TokenKind : uint8_t { bearer, session, setup_link, sign_in_link, reset_link };

struct Token {
  Id account;  // none for a setup link
  TokenKind kind = TokenKind::bearer;
  std::string name;
  std::string scopes;  // separated by spaces
  Time created, expires /* 0: never */, used;
};

// Nothing where it is unknown or expired at `now`.
std::optional<Token> find_token(const ReadTxn& txn, std::string_view secret, Time now);
Result<void> put_token(WriteTxn& txn, std::string_view secret, const Token& token);
Result<void> erase_token(WriteTxn& txn, std::string_view secret);
// A token is spoken of by the first digits of its digest, which open nothing.
void for_each_token(const ReadTxn& txn,
                    const std::function<void(const std::string& id, const Token&)>& visit);
// Fails with not_found, or conflict where several begin with `id`.
Result<Token> erase_token_by_id(WriteTxn& txn, std::string_view id);
Result<void> erase_tokens_of(WriteTxn& txn, Id account);
Result<void> erase_tokens_of(WriteTxn& txn, Id account, TokenKind kind);
Result<size_t> erase_tokens(WriteTxn& txn, TokenKind kind);

}  // namespace hallway
