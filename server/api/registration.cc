#include "server/api/registration.h"

#include <map>

#include "federation/plain_text.h"
#include "server/api.h"
#include "server/log.h"
#include "server/node.h"
#include "server/oauth/scopes.h"
#include "server/password_strength.h"
#include "server/people.h"

namespace hallway::api {
namespace {

constexpr RateLimits::Rule kSignUps{5, minutes(30)};
constexpr size_t kLongestEmail = 320, kLongestReason = 2'000, kLongestLocale = 35;

// What is wrong, by parameter: a code that programs know, and a sentence.
struct Wrong {
  const char* code;
  std::string what;
};
using Wrongs = std::map<std::string, Wrong>;

// "ada@design.example": no more is asked, for no mail is sent.
bool looks_like_email(std::string_view text) {
  const size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.size() <= kLongestEmail &&
         text.find('@', at + 1) == std::string_view::npos &&
         text.find_first_of(" \t\r\n<>\"") == std::string_view::npos &&
         Domain::parse(text.substr(at + 1)).ok();
}

void check_name(const ReadTxn& txn, const Home& home, const std::string& name, Wrongs& wrongs) {
  if (name.empty()) {
    wrongs["username"] = {"ERR_BLANK", "can't be blank"};
  } else if (!valid_local_name(name)) {
    wrongs["username"] = {"ERR_INVALID", "must be letters, digits, _ . and -, at most 30"};
  } else if (find_account(txn, name) || find_actor_by_handle(txn, name, home.domain.text())) {
    wrongs["username"] = {"ERR_TAKEN", "is taken"};
  }
}

Wrongs wrongs_in(Node& node, const ReadTxn& txn, const Params& params) {
  Wrongs wrongs;
  const auto name = params.text("username"), email = params.text("email");
  check_name(txn, node.home(), name, wrongs);
  if (!looks_like_email(email)) {
    const bool blank = email.empty();
    wrongs["email"] = {blank ? "ERR_BLANK" : "ERR_INVALID",
                       blank ? "can't be blank" : "must be an address of mail"};
  }
  const auto good = check_new_password(params.text("password"),
                                       {name, email, node.home().name, node.home().domain.text()});
  if (!good.ok()) wrongs["password"] = {"ERR_INVALID", good.error().what};
  if (!params.flag("agreement").value_or(false)) {
    wrongs["agreement"] = {"ERR_ACCEPTED", "must be accepted"};
  }
  const auto reason = params.text("reason");
  const bool asked = node.config().registration.mode == SignUp::approval;
  if (asked && reason.empty()) wrongs["reason"] = {"ERR_BLANK", "can't be blank"};
  if (reason.size() > kLongestReason) wrongs["reason"] = {"ERR_TOO_LONG", "is too long"};
  if (params.text("locale").size() > kLongestLocale) {
    wrongs["locale"] = {"ERR_INVALID", "is no language"};
  }
  return wrongs;
}

Response refused(const Wrongs& wrongs) {
  std::string sentence = "Validation failed: ";
  Json details = Json::object();
  for (const auto& [name, wrong] : wrongs) {
    if (!details.empty()) sentence += ", ";
    sentence += name + " " + wrong.what;
    details[name] = Json::array({{{"error", wrong.code}, {"description", wrong.what}}});
  }
  return text_answer(422, kJsonType,
                     dump_json(Json{{"error", sentence}, {"details", std::move(details)}}));
}

Result<Token> program_of(Node& node, const Request& request) {
  auto token = TRY(token_of(node, request));
  if (token.kind != TokenKind::app || !has_scope(token.scopes, "write:accounts")) {
    return fail(Code::forbidden, "This needs a program's own token with write:accounts");
  }
  return token;
}

Result<Response> answer_with_token(Node& node, const Token& program, const Account& account) {
  const auto secret = node.random().secret();
  const Token token{.account = account.id,
                    .kind = TokenKind::bearer,
                    .name = program.name,
                    .scopes = program.scopes,
                    .created = node.now(),
                    .client = program.client};
  TRY(node.writer().apply([&](WriteTxn& txn) { return put_token(txn, secret, token); }));
  auto response = json_answer({{"access_token", secret},
                               {"token_type", "Bearer"},
                               {"scope", token.scopes},
                               {"created_at", token.created.ms / 1'000}});
  response.headers.set("Cache-Control", "no-store");
  return response;
}

}  // namespace

Result<Response> sign_up(Node& node, const Call& call) {
  const auto program = TRY(program_of(node, call.request));
  const auto mode = node.config().registration.mode;
  if (mode == SignUp::closed) return fail(Code::forbidden, "Nobody signs up here by themselves");
  const auto& address = call.request.peer_address;
  TRY(node.rate_limits().admit("sign up\n" + network_of(address), kSignUps, node.now()));
  const auto params = TRY(Params::of(call.request));
  {
    const auto wrongs = wrongs_in(node, TRY(node.read()), params);
    if (!wrongs.empty()) return refused(wrongs);
  }
  const auto made = add_person(node, {.name = params.text("username"),
                                      .password = params.text("password"),
                                      .email = params.text("email"),
                                      .waiting = mode == SignUp::approval,
                                      .signed_up = true,
                                      .reason = params.text("reason"),
                                      .locale = params.text("locale")});
  if (!made.ok() && made.error().code == Code::conflict) {
    Wrongs taken;  // a moment ago
    taken["username"] = {"ERR_TAKEN", "is taken"};
    return refused(taken);
  }
  if (!made.ok()) return made.error();
  log::info("account.signed_up", {{"account", made->account.name}, {"address", address}});
  return answer_with_token(node, program, made->account);
}

}  // namespace hallway::api
