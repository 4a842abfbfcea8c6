// hallway token: a bearer token for a program that acts for somebody.

#include "server/commands.h"
#include "server/node.h"
#include "server/oauth/scopes.h"
#include "server/people.h"
#include "storage/tokens.h"

namespace hallway {
namespace {

constexpr size_t kShortestId = 8;

Result<Json> token(Node& node, const Json& arguments) {
  const auto name = TRY(text_argument(arguments, "name"));
  const auto scopes = TRY(parse_scopes(text_argument_or(arguments, "scopes", "read")));
  const auto secret = node.random().secret();
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    const auto person = TRY(find_active_person(txn, name));
    TRY(put_token(txn, secret,
                  {.account = person.account.id,
                   .kind = TokenKind::bearer,
                   .name = "command line",
                   .scopes = scopes,
                   .created = node.now()}));
    return note_deed(txn, node, "AddToken", person.actor.iri.text(), {{"scopes", scopes}});
  }));
  return Json{{"token", secret}, {"scopes", scopes}};
}

std::string_view kind_words(TokenKind kind) {
  switch (kind) {
    case TokenKind::bearer: return "program";
    case TokenKind::session: return "browser";
    case TokenKind::setup_link: return "setup link";
    case TokenKind::sign_in_link: return "sign-in link";
    case TokenKind::reset_link: return "password link";
    case TokenKind::code: return "code for a program";
    case TokenKind::app: return "program, for itself";
    case TokenKind::refresh: return "program, to stay signed in";
    case TokenKind::half_in: return "browser, before its code";
  }
  return "";
}

std::string day_or(Time at, const char* otherwise) {
  return at.ms ? to_rfc3339(at) : std::string(otherwise);
}

Json token_json(const ReadTxn& txn, const std::string& id, const Token& token) {
  const auto account = find_account(txn, token.account);
  return {{"id", id},
          {"account", account ? account->name : std::string()},
          {"kind", kind_words(token.kind)},
          {"name", token.name},
          {"scopes", token.scopes},
          {"created", day_or(token.created, "")},
          {"used", day_or(token.used, "")},
          {"expires", day_or(token.expires, "")}};
}

Result<Json> token_list(Node& node, const Json& arguments) {
  const auto txn = TRY(node.read());
  const auto name = text_argument_or(arguments, "name", "");
  const auto only = name.empty() ? Id{} : TRY(find_person(txn, name)).account.id;
  Json tokens = Json::array();
  for_each_token(txn, [&](const std::string& id, const Token& token) {
    const bool over = token.expires.ms != 0 && token.expires <= node.now();
    if (over || (only && token.account != only)) return;
    tokens.push_back(token_json(txn, id, token));
  });
  return Json{{"tokens", std::move(tokens)}};
}

std::string print_tokens(const Json& answer) {
  std::string text;
  for (const auto* one : find_list(answer, "tokens")) {
    const auto get = [&](std::string_view key) { return text_argument_or(*one, key, ""); };
    const auto used = get("used");
    text += get("id") + "\t" + get("account") + "\t" + get("kind") + "\t" + get("scopes") + "\t" +
            get("created") + "\t" + (used.empty() ? "never used" : "used " + used) + "\n";
  }
  return text.empty() ? "Nobody has a token or a session.\n" : text;
}

Result<Json> revoke(Node& node, const Json& arguments) {
  const auto id = TRY(text_argument(arguments, "id"));
  if (id.size() < kShortestId) {
    return fail(Code::invalid, "\"" + id +
                                   "\" is too short; an id as `hallway token list` prints "
                                   "it has 16 digits, of which 8 are enough");
  }
  return node.writer().apply([&](WriteTxn& txn) -> Result<Json> {
    const auto token = TRY(erase_token_by_id(txn, id));
    auto shown = token_json(txn, id, token);
    const auto account = find_account(txn, token.account);
    TRY(note_deed(txn, node, "RevokeToken",
                  account ? node.home().actor(account->name).text() : std::string(),
                  {{"kind", kind_words(token.kind)}, {"scopes", token.scopes}}));
    return shown;
  });
}

std::string print_revoked(const Json& answer) {
  const auto account = text_argument_or(answer, "account", "");
  return "Revoked the " + text_argument_or(answer, "kind", "") + " token " +
         text_argument_or(answer, "id", "") + (account.empty() ? "" : " of " + account);
}

}  // namespace

std::vector<Command> token_commands() {
  return {
      {.name = "token",
       .sentence = "Print a new bearer token for an account",
       .arguments = {{"NAME", "name", "The account", true},
                     {"--data", "data", "The node's data folder", true},
                     {"--scopes", "scopes", "\"read write follow push admin\", or some of them"}},
       .run = token,
       .print = [](const Json& answer) { return text_argument_or(answer, "token", ""); }},
      {.name = "token list",
       .sentence = "List what lets programs and browsers in: id, account, kind, scopes, made, last "
                   "use",
       .arguments = {{"NAME", "name", "Of this account only"},
                     {"--data", "data", "The node's data folder", true}},
       .run = token_list,
       .print = print_tokens},
      {.name = "token revoke",
       .sentence = "End one token, session or link at once",
       .arguments = {{"ID", "id", "As `token list` prints it", true},
                     {"--data", "data", "The node's data folder", true}},
       .run = revoke,
       .print = print_revoked}};
}

}  // namespace hallway
