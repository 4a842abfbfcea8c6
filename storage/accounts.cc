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
  r.skills = a.skills;
  r.created = a.created.ms;
  return encode_record<record::Account>(r);
}

Result<Account> decode(std::string_view bytes) {
  auto r = TRY(decode_record<record::Account>(bytes));
  return Account{.id = {r.id},
                 .name = std::move(r.name),
                 .actor = {r.actor},
                 .email = std::move(r.email),
                 .password = std::move(r.password),
                 .role = static_cast<Role>(r.role),
                 .disabled = r.disabled,
                 .skills = std::move(r.skills),
                 .created = {r.created}};
}

Result<Token> decode_token(std::string_view bytes) {
  auto r = TRY(decode_record<record::Token>(bytes));
  return Token{.account = {r.account},
               .kind = static_cast<TokenKind>(r.kind),
               .name = std::move(r.name),
               .scopes = std::move(r.scopes),
               .created = {r.created},
               .expires = {r.expires},
               .used = {r.used}};
}

constexpr size_t kTokenIdBytes = 8;
std::string token_id(std::string_view key) { return hex(key.substr(0, kTokenIdBytes)); }

Result<size_t> erase_tokens_if(WriteTxn& txn, const std::function<bool(const Token&)>& wanted) {
  std::vector<std::string> keys;
  txn.scan(Table::tokens, {}, [&](std::string_view key, std::string_view value) {
    const auto token = decode_token(value);
    if (token && wanted(*token)) keys.emplace_back(key);
    return true;
  });
  for (const auto& key : keys) {
    TRY(txn.erase(Table::tokens, key));
  }
  return keys.size();
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
  auto account = decode(*value);
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
  return txn.erase(Table::accounts, key_of(account.id));
}

void for_each_account(const ReadTxn& txn, const std::function<void(const Account&)>& visit) {
  txn.scan(Table::accounts, {}, [&](std::string_view, std::string_view value) {
    const auto account = decode(value);
    if (account) visit(*account);
    return true;
  });
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

constexpr Duration kMostAhead = days(1);

std::optional<Token> find_token(const ReadTxn& txn, std::string_view secret, Time now) {
  const auto value = txn.get(Table::tokens, key_of_text(secret));
  if (!value) return std::nullopt;
  auto token = decode_token(*value);
  if (!token) return std::nullopt;
  const bool over = token->expires.ms != 0 && token->expires <= now;
  // Made while the clock was far ahead: it would open for as long again.
  const bool early = token->expires.ms != 0 && token->created > now + kMostAhead;
  if (over || early) return std::nullopt;
  return std::move(*token);
}

Result<void> put_token(WriteTxn& txn, std::string_view secret, const Token& token) {
  record::TokenT r;
  r.account = token.account.value;
  r.kind = static_cast<record::TokenKind>(token.kind);
  r.name = token.name;
  r.scopes = token.scopes;
  r.created = token.created.ms;
  r.expires = token.expires.ms;
  r.used = token.used.ms;
  return txn.put(Table::tokens, key_of_text(secret), encode_record<record::Token>(r));
}

Result<void> erase_token(WriteTxn& txn, std::string_view secret) {
  return txn.erase(Table::tokens, key_of_text(secret));
}

void for_each_token(const ReadTxn& txn,
                    const std::function<void(const std::string& id, const Token&)>& visit) {
  txn.scan(Table::tokens, {}, [&](std::string_view key, std::string_view value) {
    const auto token = decode_token(value);
    if (token) visit(token_id(key), *token);
    return true;
  });
}

Result<Token> erase_token_by_id(WriteTxn& txn, std::string_view id) {
  std::vector<std::pair<std::string, Token>> found;
  txn.scan(Table::tokens, {}, [&](std::string_view key, std::string_view value) {
    auto token = decode_token(value);
    if (token && !id.empty() && token_id(key).starts_with(id)) found.emplace_back(key, *token);
    return true;
  });
  const auto named = "token " + std::string(id.substr(0, 64));
  if (found.empty()) return fail(Code::not_found, "there is no " + named);
  if (found.size() > 1) return fail(Code::conflict, "there is more than one " + named);
  TRY(txn.erase(Table::tokens, found.front().first));
  return std::move(found.front().second);
}

Result<void> erase_tokens_of(WriteTxn& txn, Id account) {
  (void)TRY(erase_tokens_if(txn, [&](const Token& t) { return t.account == account; }));
  return {};
}

Result<void> erase_tokens_of(WriteTxn& txn, Id account, TokenKind kind) {
  TRY(erase_tokens_if(txn, [&](const Token& t) { return t.account == account && t.kind == kind; }));
  return {};
}

Result<size_t> erase_tokens(WriteTxn& txn, TokenKind kind) {
  return erase_tokens_if(txn, [&](const Token& t) { return t.kind == kind; });
}

}  // namespace hallway
