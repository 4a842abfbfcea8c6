#include "server/secrets.h"

#include "server/node.h"
#include "server/people.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {

constexpr Duration kUseNoted = hours(1);  // how exactly the last use of a secret is kept

// What is noted of it in the log, where anything is.
using NoteMaking = Result<void> (*)(WriteTxn& txn, Node& node, Id account, std::string_view by);

Result<void> note_reset(WriteTxn& txn, Node& node, Id account, std::string_view by) {
  const auto owner = find_account(txn, account);
  if (!owner) return fail(Code::not_found, "there is no such account");
  return note_deed(txn, node, "MakeResetLink", node.home().actor(owner->name).text(),
                   details_by(by));
}

Result<std::string> make(Node& node, const Token& token, NoteMaking note = nullptr,
                         std::string_view by = {}) {
  const auto secret = node.random().secret();
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    if (token.kind == TokenKind::setup_link) {
      if (has_admin(txn)) return fail(Code::conflict, "there is an administrator already");
      TRY(erase_tokens(txn, TokenKind::setup_link));
    }
    if (token.kind == TokenKind::reset_link) {
      TRY(erase_tokens_of(txn, token.account, TokenKind::reset_link));
    }
    if (note) TRY(note(txn, node, token.account, by));
    return put_token(txn, secret, token);
  }));
  return secret;
}

}  // namespace

Result<std::string> make_setup_link(Node& node) {
  const Time now = node.now();
  const auto secret = TRY(
      make(node, {.kind = TokenKind::setup_link, .created = now, .expires = now + kSetupLinkLife}));
  return node.home().at("setup/" + secret).text();
}

Result<std::string> make_sign_in_link(Node& node, Id account) {
  const Time now = node.now();
  const auto secret = TRY(make(node, {.account = account,
                                      .kind = TokenKind::sign_in_link,
                                      .created = now,
                                      .expires = now + kSignInLinkLife}));
  return node.home().at("sign-in/" + secret).text();
}

Result<std::string> make_reset_link(Node& node, Id account, std::string_view by) {
  const Time now = node.now();
  const auto secret = TRY(make(node,
                               {.account = account,
                                .kind = TokenKind::reset_link,
                                .created = now,
                                .expires = now + kResetLinkLife},
                               note_reset, by));
  return node.home().at("reset/" + secret).text();
}

Result<std::string> open_half_in(Node& node, Id account) {
  const Time now = node.now();
  return make(node, {.account = account,
                     .kind = TokenKind::half_in,
                     .created = now,
                     .expires = now + kHalfInLife});
}

Result<std::string> open_session(Node& node, Id account) {
  const Time now = node.now();
  return make(node, {.account = account,
                     .kind = TokenKind::session,
                     .created = now,
                     .expires = now + kSessionLife,
                     .used = now});
}

void note_use(Node& node, std::string_view secret, Token token) {
  if (!has_passed(token.used, kUseNoted, node.now())) return;
  token.used = node.now();
  node.writer().submit(
      [secret = std::string(secret), token](WriteTxn& txn) -> Result<void> {
        // It may have been taken away in between.
        if (!find_token(txn, secret, token.used)) return {};
        return put_token(txn, secret, token);
      },
      [](const Result<void>&) {});
}

Result<Token> use_secret(WriteTxn& txn, std::string_view secret, TokenKind kind, Time now) {
  auto token = find_token(txn, secret, now);
  if (!token || token->kind != kind) {
    return fail(Code::not_found, "this link was used already, or is too old");
  }
  TRY(erase_token(txn, secret));
  return std::move(*token);
}

}  // namespace hallway
