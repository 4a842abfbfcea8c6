#pragma once
// The secrets that stand for somebody: bearer tokens, sessions, one-time links, and what OAuth
// hands out on the way. Of a secret only its SHA-256 is kept.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

enum class TokenKind : uint8_t {
  bearer,
  session,
  setup_link,
  sign_in_link,
  reset_link,
  code,     // of an authorization, to be exchanged once
  app,      // a program for itself, without anybody
  refresh,  // gives the next bearer token
  half_in,  // the password was right, the second factor is still asked for
};

struct Token {
  Id account;  // none for a setup link and for a program
  TokenKind kind = TokenKind::bearer;
  std::string name;
  std::string scopes;  // separated by spaces
  Time created, expires /* 0: never */, used;
  std::string client;        // client_id of the program (storage/apps.h); empty: none
  std::string redirect_uri;  // of a code: where it was sent to
  std::string challenge;     // of a code: RFC 7636, S256
  uint64_t grant = 0;        // the same in all that one consent gave; 0: none
};

// Nothing where it is unknown or expired at `now`.
std::optional<Token> find_token(const ReadTxn& txn, std::string_view secret, Time now);
// The same by the SHA-256 of the secret, for whoever need not keep the secret.
std::optional<Token> find_token(const ReadTxn& txn, const Digest& secret, Time now);
Result<void> put_token(WriteTxn& txn, std::string_view secret, const Token& token);
Result<void> erase_token(WriteTxn& txn, std::string_view secret);
// A token is spoken of by the first digits of its digest, which open nothing.
std::string token_id_of(std::string_view secret);
void for_each_token(const ReadTxn& txn,
                    const std::function<void(const std::string& id, const Token&)>& visit);
// With all that the same consent gave. Fails with not_found, or conflict where several begin with
// `id`.
Result<Token> erase_token_by_id(WriteTxn& txn, std::string_view id);
Result<void> erase_tokens_of(WriteTxn& txn, Id account);
Result<void> erase_tokens_of(WriteTxn& txn, Id account, TokenKind kind);
Result<size_t> erase_tokens(WriteTxn& txn, TokenKind kind);
// All that was given to a program.
Result<void> erase_tokens_of_client(WriteTxn& txn, std::string_view client);
// All that one consent gave.
Result<void> erase_grant(WriteTxn& txn, uint64_t grant);
bool has_expired_tokens(const ReadTxn& txn, Time now);
// Those that open nothing any more. Returns how many they were.
Result<size_t> erase_expired_tokens(WriteTxn& txn, Time now);

}  // namespace hallway
