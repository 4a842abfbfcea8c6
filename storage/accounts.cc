#include "storage/accounts.h"

#include <algorithm>

#include "storage/ids.h"
#include "storage/record.h"

namespace hallway {
namespace {

constexpr std::string_view kRoles[] = {"member", "moderator", "admin"};

Key name_key(std::string_view name) {
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return key_of_text(lower);
}

std::string encode(const Account& a) {
  record::AccountT r;
  r.id = a.id.value;
  r.name = a.name;
  r.actor = a.actor.value;
  r.email = a.email;
  r.password = a.password;
  r.role = static_cast<record::Role>(a.role);
  r.disabled = a.disabled;
  r.created = a.created.ms;
  r.visibility = static_cast<record::Visibility>(a.visibility);
  r.sensitive = a.sensitive;
  r.language = a.language;
  r.quote_policy = static_cast<record::QuotePolicy>(a.quote_policy);
  r.waiting = a.waiting;
  r.reason = a.reason;
  r.locale = a.locale;
  r.not_asked = a.not_asked;
  return encode_record<record::Account>(r);
}

Result<Account> decode_account(std::string_view bytes) {
  auto r = TRY(decode_record<record::Account>(bytes));
  return Account{.id = {r.id},
                 .name = std::move(r.name),
                 .actor = {r.actor},
                 .email = std::move(r.email),
                 .password = std::move(r.password),
                 .role = static_cast<Role>(r.role),
                 .disabled = r.disabled,
                 .created = {r.created},
                 .visibility = static_cast<Visibility>(r.visibility),
                 .sensitive = r.sensitive,
                 .language = std::move(r.language),
                 .quote_policy = static_cast<QuotePolicy>(r.quote_policy),
                 .waiting = r.waiting,
                 .reason = std::move(r.reason),
                 .locale = std::move(r.locale),
                 .not_asked = r.not_asked};
}

}  // namespace

std::string_view name_of(Role role) { return kRoles[static_cast<size_t>(role)]; }

std::optional<Role> parse_role(std::string_view text) {
  for (size_t i = 0; i < std::size(kRoles); ++i) {
    if (kRoles[i] == text) return static_cast<Role>(i);
  }
  return std::nullopt;
}

std::optional<Account> find_account(const ReadTxn& txn, Id id) {
  const auto value = txn.get(Table::accounts, key_of(id));
  if (!value) return std::nullopt;
  auto account = decode_account(*value);
  if (!account) return std::nullopt;
  return std::move(*account);
}

std::optional<Account> find_account(const ReadTxn& txn, std::string_view name) {
  const auto value = txn.get(Table::account_names, name_key(name));
  return value ? find_account(txn, id_at(*value, 0)) : std::nullopt;
}

std::optional<Account> find_account_of(const ReadTxn& txn, Id actor) {
  const auto value = txn.get(Table::account_names, key_of(actor));
  return value ? find_account(txn, id_at(*value, 0)) : std::nullopt;
}

Result<void> put_account(WriteTxn& txn, Account& account) {
  const auto held = find_account(txn, account.name);
  if (held && held->id != account.id) {
    return fail(Code::conflict, "the name " + account.name + " is taken");
  }
  if (!account.id) account.id = allocate_id(txn, Table::accounts, account.created, account.created);
  if (const auto old = find_account(txn, account.id)) {
    TRY(txn.erase(Table::account_names, name_key(old->name)));
    TRY(txn.erase(Table::account_names, key_of(old->actor)));
  }
  TRY(txn.put(Table::account_names, name_key(account.name), view(value_of(account.id.value))));
  TRY(txn.put(Table::account_names, key_of(account.actor), view(value_of(account.id.value))));
  return txn.put(Table::accounts, key_of(account.id), encode(account));
}

Result<void> erase_account(WriteTxn& txn, const Account& account) {
  TRY(txn.erase(Table::account_names, name_key(account.name)));
  TRY(txn.erase(Table::account_names, key_of(account.actor)));
  TRY(txn.erase(Table::second_factors, key_of(account.id)));
  return txn.erase(Table::accounts, key_of(account.id));
}

void for_each_account(const ReadTxn& txn, const std::function<void(const Account&)>& visit) {
  txn.scan(Table::accounts, {}, [&](std::string_view, std::string_view value) {
    const auto account = decode_account(value);
    if (account) visit(*account);
    return true;
  });
}

std::vector<Id> list_accounts(const ReadTxn& txn, Id after, size_t most) {
  std::vector<Id> ids;
  if (most == 0 || after.value == UINT64_MAX) return ids;
  txn.scan(
      Table::accounts, {},
      [&](std::string_view key, std::string_view) {
        ids.push_back(id_at(key, 0));
        return ids.size() < most;
      },
      key_of(Id{after.value + 1}));
  return ids;
}

bool has_admin(const ReadTxn& txn) {
  bool found = false;
  for_each_account(txn, [&](const Account& a) { found |= a.role == Role::admin && !a.disabled; });
  return found;
}

std::optional<StoredKey> find_private_key(const ReadTxn& txn, Id actor, KeyType type) {
  const auto value = txn.get(Table::keys, key_of(actor, static_cast<uint64_t>(type)));
  if (!value) return std::nullopt;
  const auto r = decode_record<record::PrivateKey>(*value);
  if (!r) return std::nullopt;
  return StoredKey{.iri = r->iri,
                   .der = bytes_from_record(r->der),
                   .created = {r->created},
                   .retired = {r->retired}};
}

Result<void> put_private_key(WriteTxn& txn, Id actor, KeyType type, const StoredKey& key) {
  record::PrivateKeyT r;
  r.iri = key.iri;
  r.der = bytes_for_record(key.der);
  r.created = key.created.ms;
  r.retired = key.retired.ms;
  return txn.put(Table::keys, key_of(actor, static_cast<uint64_t>(type)),
                 encode_record<record::PrivateKey>(r));
}

}  // namespace hallway
