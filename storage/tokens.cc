#include "storage/tokens.h"

#include <utility>
#include <vector>

#include "storage/record.h"

namespace hallway {
namespace {

constexpr Duration kMostAhead = days(1);

Result<Token> decode_token(std::string_view bytes) {
  auto r = TRY(decode_record<record::Token>(bytes));
  return Token{.account = {r.account},
               .kind = static_cast<TokenKind>(r.kind),
               .name = std::move(r.name),
               .scopes = std::move(r.scopes),
               .created = {r.created},
               .expires = {r.expires},
               .used = {r.used},
               .client = std::move(r.client),
               .redirect_uri = std::move(r.redirect_uri),
               .challenge = std::move(r.challenge),
               .grant = r.grant};
}

bool is_over(const Token& token, Time now) {
  if (token.expires.ms == 0) return false;
  // Made while the clock was far ahead: it would open for as long again.
  return token.expires <= now || token.created > now + kMostAhead;
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

std::optional<Token> find_token(const ReadTxn& txn, std::string_view secret, Time now) {
  return find_token(txn, sha256(secret), now);
}

std::optional<Token> find_token(const ReadTxn& txn, const Digest& secret, Time now) {
  const auto value = txn.get(Table::tokens, key_of(secret));
  if (!value) return std::nullopt;
  auto token = decode_token(*value);
  if (!token) return std::nullopt;
  if (is_over(*token, now)) return std::nullopt;
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
  r.client = token.client;
  r.redirect_uri = token.redirect_uri;
  r.challenge = token.challenge;
  r.grant = token.grant;
  return txn.put(Table::tokens, key_of_text(secret), encode_record<record::Token>(r));
}

Result<void> erase_token(WriteTxn& txn, std::string_view secret) {
  return txn.erase(Table::tokens, key_of_text(secret));
}

std::string token_id_of(std::string_view secret) { return token_id(key_of_text(secret)); }

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
  TRY(erase_grant(txn, found.front().second.grant));
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

Result<void> erase_tokens_of_client(WriteTxn& txn, std::string_view client) {
  TRY(erase_tokens_if(txn, [&](const Token& t) { return t.client == client; }));
  return {};
}

Result<void> erase_grant(WriteTxn& txn, uint64_t grant) {
  if (grant == 0) return {};
  TRY(erase_tokens_if(txn, [&](const Token& t) { return t.grant == grant; }));
  return {};
}

bool has_expired_tokens(const ReadTxn& txn, Time now) {
  bool found = false;
  txn.scan(Table::tokens, {}, [&](std::string_view, std::string_view value) {
    const auto token = decode_token(value);
    found = token && is_over(*token, now);
    return !found;
  });
  return found;
}

Result<size_t> erase_expired_tokens(WriteTxn& txn, Time now) {
  return erase_tokens_if(txn, [&](const Token& t) { return is_over(t, now); });
}

}  // namespace hallway
