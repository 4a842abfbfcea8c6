#include "server/signed_in.h"

#include <algorithm>

namespace hallway {
namespace {

bool is_access(const Token& token) {
  return token.kind == TokenKind::session || token.kind == TokenKind::bearer ||
         token.kind == TokenKind::refresh;
}

}  // namespace

std::vector<Access> list_access(const ReadTxn& txn, Id account, Time now) {
  std::vector<Access> list;
  for_each_token(txn, [&](const std::string& id, const Token& token) {
    const bool over = token.expires.ms != 0 && token.expires <= now;
    if (token.account != account || over || !is_access(token)) return;
    const auto same = std::ranges::find_if(list, [&](const Access& one) {
      return token.grant != 0 && one.token.grant == token.grant;
    });
    if (same == list.end()) return list.push_back({id, token});
    same->token.used = std::max(same->token.used, token.used);
    same->token.created = std::min(same->token.created, token.created);
  });
  std::ranges::sort(list, [](const Access& a, const Access& b) {
    return std::max(a.token.used, a.token.created) > std::max(b.token.used, b.token.created);
  });
  return list;
}

Result<Token> end_access(WriteTxn& txn, Id account, std::string_view id) {
  bool own = false;
  for_each_token(txn, [&](const std::string& one, const Token& token) {
    own |= one == id && token.account == account && is_access(token);
  });
  if (!own) return fail(Code::not_found, "nothing of theirs is signed in by that id");
  return erase_token_by_id(txn, id);
}

}  // namespace hallway
