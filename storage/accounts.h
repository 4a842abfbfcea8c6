#pragma once
// Who can sign in here: accounts, and the private keys of local actors.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "storage/posts.h"
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
  Time created;
  // What they post is like this, unless they say otherwise.
  Visibility visibility = Visibility::public_;
  bool sensitive = false;
  std::string language;  // empty: the node's
  QuotePolicy quote_policy = QuotePolicy::unsaid;
  bool waiting = false;    // for an administrator to let them in; disabled as long
  std::string reason;      // why they want to come in, in their words
  std::string locale;      // that they signed up with
  bool not_asked = false;  // wants no questions shown that others wait to have answered
};

std::optional<Account> find_account(const ReadTxn& txn, Id id);
std::optional<Account> find_account(const ReadTxn& txn, std::string_view name);
std::optional<Account> find_account_of(const ReadTxn& txn, Id actor);
// New (id 0: allocated; conflict where the name is taken) or replaced.
Result<void> put_account(WriteTxn& txn, Account& account);
Result<void> erase_account(WriteTxn& txn, const Account& account);
void for_each_account(const ReadTxn& txn, const std::function<void(const Account&)>& visit);
// By id, beyond `after`.
std::vector<Id> list_accounts(const ReadTxn& txn, Id after, size_t most);
bool has_admin(const ReadTxn& txn);  // one that is not disabled

struct StoredKey {
  std::string iri;  // as remote nodes ask for it
  std::string der;  // PKCS#8
  Time created, retired;
};
// `type`: rsa or ed25519.
std::optional<StoredKey> find_private_key(const ReadTxn& txn, Id actor, KeyType type);
Result<void> put_private_key(WriteTxn& txn, Id actor, KeyType type, const StoredKey& key);

}  // namespace hallway
