#include "server/password_reset.h"

#include "server/log.h"
#include "server/node.h"
#include "server/password_strength.h"
#include "server/people.h"
#include "server/session.h"
#include "server/sign_in_form.h"
#include "storage/tokens.h"

namespace hallway {
namespace {

constexpr const char* kNewReset = "Ask your administrator for a new link.";

// Whose password the link is for; nothing where it is no longer good.
std::optional<Account> account_behind(const ReadTxn& txn, std::string_view secret, Time now) {
  const auto token = look_at_link(txn, secret, TokenKind::reset_link, now);
  auto account = token ? find_account(txn, token->account) : std::nullopt;
  if (!account || account->disabled) return std::nullopt;
  return account;
}

Response reset_page(const Node& node, const Account& account, const std::string& wrong) {
  Html html;
  html.open("section", {{"class", "card"}});
  html.open("h1").text("A new password for ").element("bdi", {}, account.name).close();
  html.element("p", {}, "You are then signed in here, and signed out everywhere else.");
  write_wrong(html, wrong);
  html.open("form", {{"method", "post"}});
  write_field(html, {"password", "password", "New password",
                     "At least 8 characters; a sentence is good", "new-password"});
  html.element("button", {}, "Set the password").close().close();
  return form_page(node, "New password", html, wrong.empty() ? 200 : 422);
}

}  // namespace

Result<Response> show_password_reset(Node& node, const Call& call) {
  const auto account = account_behind(TRY(node.read()), call["secret"], node.now());
  return account ? reset_page(node, *account, "") : stale_link(node, kNewReset);
}

Result<Response> set_new_password(Node& node, const Call& call) {
  TRY(check_own_site(node, call.request));
  const auto sent = TRY(Params::of(call.request));
  const auto password = sent.text("password");
  const auto account = account_behind(TRY(node.read()), call["secret"], node.now());
  if (!account) return stale_link(node, kNewReset);
  const auto good = check_new_password(password, {account->name, node.home().name});
  if (!good.ok()) {
    return reset_page(node, *account, good.error().what);
  }
  const auto changed = reset_password(node, call["secret"], password);
  if (!changed) {
    if (changed.error().code == Code::not_found) return stale_link(node, kNewReset);
    return changed.error();
  }
  log::info("password.reset", {{"account", changed->name}});
  return let_in(node, changed->id);
}

}  // namespace hallway
