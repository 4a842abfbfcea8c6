#include "server/sign_in.h"

#include "server/html_page.h"
#include "server/log.h"
#include "server/node.h"
#include "server/page.h"
#include "server/page_files.h"
#include "server/params.h"
#include "server/password.h"
#include "server/password_strength.h"
#include "server/people.h"
#include "server/second_factor.h"
#include "server/secrets.h"
#include "server/session.h"
#include "server/sign_in_form.h"
#include "storage/tokens.h"

namespace hallway {
namespace {

Response setup_page(const Node& node, const std::string& wrong, const Params& sent) {
  Html html;
  html.open("section", {{"class", "card"}});
  html.element("h1", {}, "Welcome to your new node");
  html.element("p", {}, "You make the first account here. It will be an administrator.");
  write_wrong(html, wrong);
  html.open("form", {{"method", "post"}});
  write_field(html,
              {"name", "text", "Account name",
               "Part of your address, for good: letters, digits, _ . -", "username"},
              sent.text("name"));
  write_field(html, {"display_name", "text", "Your name", "As people shall read it", "name"},
              sent.text("display_name"));
  write_field(html, {"password", "password", "Password",
                     "At least 8 characters; a sentence is good", "new-password"});
  html.element("button", {}, "Make the account").close().close();
  return form_page(node, "Set up", html, wrong.empty() ? 200 : 422);
}

Response sign_in_page(const Node& node, const std::string& wrong, const Params& sent, int status) {
  Html html;
  html.open("section", {{"class", "card"}});
  html.element("h1", {}, "Sign in");
  write_wrong(html, wrong);
  html.open("form", {{"method", "post"}, {"action", "/sign-in"}});
  if (const auto next = sent.text("next"); is_way_on(next)) {
    html.empty("input", {{"type", "hidden"}, {"name", "next"}, {"value", next}});
  }
  write_field(html, {"name", "text", "Account name", "", "username"}, sent.text("name"));
  write_field(html, {"password", "password", "Password", "", "current-password"});
  html.element("button", {}, "Sign in").close().close();
  return form_page(node, "Sign in", html, status);
}

constexpr const char* kNewSetup =
    "Each start of the node prints a new one for half an hour, while there is no administrator.";
constexpr const char* kNewSignIn =
    "Sign in with your password, or ask your administrator for a new link.";

// nullopt: name and password do not belong together.
Result<std::optional<Account>> account_with(Node& node, const std::string& name,
                                            const std::string& password) {
  std::optional<Account> account;
  {
    const auto txn = TRY(node.read());
    account = find_account(txn, name);
  }
  // Also for nobody: time must not tell who exists.
  const bool right = TRY(verify_password(password, account ? account->password : std::string()));
  if (!right || !account || account->disabled) return std::optional<Account>();
  return account;
}

}  // namespace

Result<Response> show_setup(Node& node, const Call& call) {
  const auto txn = TRY(node.read());
  if (has_admin(txn) ||
      !look_at_link(txn, call["secret"], TokenKind::setup_link, node.now()).ok()) {
    return stale_link(node, kNewSetup);
  }
  return setup_page(node, "", Params());
}

Result<Response> set_up(Node& node, const Call& call) {
  TRY(check_own_site(node, call.request));
  const auto sent = TRY(Params::of(call.request));
  const auto password = sent.text("password");
  const auto good = check_new_password(
      password, {sent.text("name"), sent.text("display_name"), node.home().name});
  if (!good.ok()) {
    return setup_page(node, good.error().what, sent);
  }
  const auto made = add_person(node, {.name = sent.text("name"),
                                      .display_name = sent.text("display_name"),
                                      .password = password,
                                      .role = Role::admin,
                                      .setup_secret = std::string(call["secret"])});
  if (!made.ok()) {
    const auto& error = made.error();
    if (error.code == Code::not_found) return stale_link(node, kNewSetup);
    if (error.code == Code::invalid || error.code == Code::conflict) {
      return setup_page(node, error.what, sent);
    }
    return error;
  }
  log::info("setup.done", {{"account", made->account.name}});
  return let_in(node, made->account.id, page_files().empty() ? "" : "/app/admin/begin");
}

Result<Response> show_sign_in(Node& node, const Call& call) {
  const auto asked = TRY(Params::of_query(call.request));
  const auto next = asked.text("next");
  const bool again = asked.flag("again").value_or(false);
  if (!again && TRY(session_of(node, call.request)))
    return redirect(303, is_way_on(next) ? next : first_page());
  return sign_in_page(node, "", asked, 200);
}

Result<Response> sign_in(Node& node, const Call& call) {
  TRY(check_own_site(node, call.request));
  const auto sent = TRY(Params::of(call.request));
  const auto name = sent.text("name");
  const auto& address = call.request.peer_address;
  const auto admitted = node.sign_in_limits().admit(name, address, node.now());
  if (!admitted.ok()) {
    log::warn("sign_in.limited", {{"account", name.substr(0, 64)}, {"address", address}});
    auto response = sign_in_page(node, admitted.error().what, sent, 429);
    response.headers.set("Retry-After", "900");
    return response;
  }
  const auto account = TRY(account_with(node, name, sent.text("password")));
  if (!account) {
    log::warn("sign_in.refused", {{"account", name.substr(0, 64)}, {"address", address}});
    return sign_in_page(node, "That name and password do not belong together.", sent, 401);
  }
  // Who has the password alone gains no more attempts by it.
  if (!has_second_factor(TRY(node.read()), account->id)) {
    node.sign_in_limits().welcome(name, address, node.now());
  }
  log::info("sign_in.done", {{"account", account->name}});
  return let_in(node, account->id, sent.text("next"));
}

Result<Response> show_sign_in_link(Node& node, const Call& call) {
  const auto txn = TRY(node.read());
  const auto token = look_at_link(txn, call["secret"], TokenKind::sign_in_link, node.now());
  const auto account = token.ok() ? find_account(txn, token->account) : std::nullopt;
  if (!account || account->disabled) return stale_link(node, kNewSignIn);
  Html html;
  html.open("section", {{"class", "card"}});
  html.open("h1").text("Sign in as ").element("bdi", {}, account->name).text("?").close();
  html.element("p", {}, "This link works once. It stays good until you press the button.");
  html.open("form", {{"method", "post"}});
  html.element("button", {}, "Sign in").close().close();
  return form_page(node, "Sign in", html);
}

Result<Response> sign_in_by_link(Node& node, const Call& call) {
  TRY(check_own_site(node, call.request));
  const auto used = node.writer().apply([&](WriteTxn& txn) -> Result<Account> {
    const auto token = TRY(use_secret(txn, call["secret"], TokenKind::sign_in_link, node.now()));
    auto account = find_account(txn, token.account);
    if (!account || account->disabled) {
      return fail(Code::not_found, "the account of this link is disabled");
    }
    return std::move(*account);
  });
  if (!used.ok()) {
    if (used.error().code == Code::not_found) return stale_link(node, kNewSignIn);
    return used.error();
  }
  log::info("sign_in.by_link", {{"account", used->name}});
  return let_in(node, used->id);
}

Result<Response> sign_out(Node& node, const Call& call) {
  const auto session = TRY(session_of(node, call.request));
  if (session) {
    // The page knows no form tokens; the browser says that it sent the form.
    const auto site = call.request.headers.find("Sec-Fetch-Site");
    if (site != "same-origin") TRY(check_form(*session, TRY(Params::of(call.request))));
    TRY(node.writer().apply([&](WriteTxn& txn) { return erase_token(txn, session->secret); }));
  }
  auto response = redirect(303, "/");
  response.headers.add("Set-Cookie", cookie_without_session(node));
  return response;
}

}  // namespace hallway
