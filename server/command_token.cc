// hallway token: a bearer token for a program that acts for somebody.

#include <algorithm>
#include <array>

#include "server/commands.h"
#include "server/node.h"
#include "server/people.h"

namespace hallway {
namespace {

constexpr std::array<std::string_view, 6> kScopes = {"read", "write", "follow",
                                                     "push", "admin", "profile"};

// "read  write:statuses" → "read write:statuses". Fails with invalid where one is not known.
Result<std::string> parse_scopes(std::string_view text) {
  std::string scopes;
  while (!text.empty()) {
    const size_t end = std::min(text.find_first_of(" ,"), text.size());
    const auto one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (one.empty()) continue;
    const auto broad = one.substr(0, one.find(':'));
    if (std::ranges::find(kScopes, broad) == kScopes.end()) {
      return fail(Code::invalid, "\"" + std::string(one) +
                                     "\" is no scope; there are read, write, follow, push, admin");
    }
    scopes.append(scopes.empty() ? "" : " ").append(one);
  }
  if (scopes.empty()) return fail(Code::invalid, "name at least one scope, as in --scopes read");
  return scopes;
}

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

}  // namespace

std::vector<Command> token_commands() {
  return {
      {.name = "token",
       .sentence = "Print a new bearer token for an account",
       .arguments = {{"NAME", "name", "The account", true},
                     {"--data", "data", "The node's data folder", true},
                     {"--scopes", "scopes", "\"read write follow push admin\", or some of them"}},
       .run = token,
       .print = [](const Json& answer) { return text_argument_or(answer, "token", ""); }}};
}

}  // namespace hallway
