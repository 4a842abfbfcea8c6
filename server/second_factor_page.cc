#include "server/second_factor_page.h"

#include "server/deeds.h"
#include "server/log.h"
#include "server/node.h"
#include "server/qr_code.h"
#include "server/second_factor.h"
#include "server/secrets.h"
#include "server/session.h"
#include "server/sign_in_form.h"
#include "server/totp.h"

namespace hallway {
namespace {

constexpr const char* kCodeTitle = "A second factor";
constexpr const char* kBeginAgain = "Sign in again; you have ten minutes for the code.";

// Who was let half in; nothing where that is too long ago, or they may not come in at all.
std::optional<Account> account_half_in(const ReadTxn& txn, std::string_view secret, Time now) {
  const auto token = look_at_link(txn, secret, TokenKind::half_in, now);
  auto account = token ? find_account(txn, token->account) : std::nullopt;
  if (!account || account->disabled) return std::nullopt;
  return account;
}

void begin_form(Html& html, const Session& session, const char* what) {
  html.open("form", {{"method", "post"}, {"action", "/me/second-factor"}});
  write_form_token(html, session);
  html.empty("input", {{"type", "hidden"}, {"name", "do"}, {"value", what}});
}

void begin_card(Html& html, const std::string& wrong) {
  html.open("section", {{"class", "card"}});
  html.element("h1", {}, kCodeTitle);
  write_wrong(html, wrong);
}

Response off_page(const Node& node, const Session& session) {
  Html html;
  begin_card(html, "");
  html.element("p", {},
               "Beside your password you can be asked for a code that an app on your phone makes. "
               "Whoever learns your password then still cannot sign in.");
  begin_form(html, session, "begin");
  html.element("button", {}, "Set it up").close().close();
  return form_page(node, kCodeTitle, html);
}

// "ABCD EFGH ...", for who types it.
std::string typed(const std::string& secret) {
  std::string text;
  for (size_t i = 0; i < secret.size(); i += 4) {
    text.append(text.empty() ? "" : " ").append(secret.substr(i, 4));
  }
  return text;
}

Result<Response> scan_page(const Node& node, const Session& session, const SecondFactor& factor,
                           const std::string& wrong, int status) {
  const auto address = totp_address(node.home().name, session.person.actor.handle(), factor.secret);
  const auto picture = TRY(qr_code_svg(address));
  Html html;
  begin_card(html, wrong);
  html.element("p", {}, "Scan this with an authenticator app, then enter the code it shows.");
  html.open("p").trusted(picture).close();
  html.open("p").text("Or type this into the app: ");
  html.element("code", {}, typed(base32(factor.secret))).close();
  begin_form(html, session, "confirm");
  write_field(html, {"code", "text", "Code", "Six digits", "one-time-code"});
  html.element("button", {}, "Turn it on").close().close();
  return form_page(node, kCodeTitle, html, status);
}

Response on_page(const Node& node, const Session& session, size_t left, const std::string& wrong,
                 int status) {
  Html html;
  begin_card(html, wrong);
  html.element("p", {},
               "You are asked for a code whenever you sign in. Recovery codes left: " +
                   std::to_string(left) + ".");
  begin_form(html, session, "end");
  write_field(html, {"code", "text", "Code", "Of the app, or a recovery code", "one-time-code"});
  html.element("button", {{"class", "quiet"}}, "Turn it off").close().close();
  return form_page(node, kCodeTitle, html, status);
}

Response recovery_page(const Node& node, const std::vector<std::string>& codes) {
  Html html;
  begin_card(html, "");
  html.element("p", {},
               "It is on. Each of these recovery codes lets you in once without your phone. Write "
               "them down now: they are shown this one time.");
  html.open("ul");
  for (const auto& code : codes) html.open("li").element("code", {}, code).close();
  html.close().open("p").link("/me", "I have written them down").close();
  return form_page(node, kCodeTitle, html);
}

// The page as it stands, with what was wrong.
Result<Response> present_page(Node& node, const Session& session, const std::string& wrong,
                              int status) {
  const auto factor = find_second_factor(TRY(node.read()), session.person.account.id);
  if (!factor || (factor->confirmed.ms == 0 && wrong.empty())) return off_page(node, session);
  if (factor->confirmed.ms == 0) return scan_page(node, session, *factor, wrong, status);
  return on_page(node, session, factor->recovery.size(), wrong, status);
}

Result<Response> do_change(Node& node, const Session& session, const Params& sent) {
  const auto& account = session.person.account;
  const auto what = sent.text("do");
  if (what == "begin") {
    return scan_page(node, session, TRY(begin_second_factor(node, account)), "", 200);
  }
  if (what == "confirm") {
    const auto codes = TRY(confirm_second_factor(node, account, sent.text("code")));
    log::info("second_factor.added", {{"account", account.name}});
    return recovery_page(node, codes);
  }
  if (what != "end") return fail(Code::invalid, "choose what to do");
  TRY(use_second_factor(node, account, sent.text("code")));
  TRY(remove_second_factor(node, account, account.name));
  log::info("second_factor.removed", {{"account", account.name}});
  return redirect(303, "/me/second-factor");
}

}  // namespace

Result<Response> enter_code(Node& node, const Call& call) {
  TRY(check_own_site(node, call.request));
  const auto sent = TRY(Params::of(call.request));
  const auto half_in = sent.text("half_in"), next = sent.text("next");
  const auto account = account_half_in(TRY(node.read()), half_in, node.now());
  if (!account) return stale_link(node, kBeginAgain);
  const auto& address = call.request.peer_address;
  const auto used = use_second_factor(node, *account, sent.text("code"));
  if (!used.ok()) {
    log::warn("second_factor.refused", {{"account", account->name}, {"address", address}});
    const auto& error = used.error();
    if (error.code != Code::unauthenticated && error.code != Code::limited) return error;
    return code_page(node, half_in, next, error.what, status_of(error.code, Area::page));
  }
  const auto spent = node.writer().apply(
      [&](WriteTxn& txn) { return use_secret(txn, half_in, TokenKind::half_in, node.now()); });
  if (!spent.ok()) return stale_link(node, kBeginAgain);
  node.sign_in_limits().welcome(account->name, address, node.now());
  return let_in_at_last(node, account->id, next);
}

Result<Response> second_factor_page(Node& node, const Call& call) {
  const auto session = TRY(session_of(node, call.request));
  if (!session) return to_sign_in(call.request.target);
  return present_page(node, *session, "", 200);
}

Result<Response> change_second_factor(Node& node, const Call& call) {
  const auto session = TRY(session_of(node, call.request));
  if (!session) return to_sign_in("/me/second-factor");
  const auto sent = TRY(Params::of(call.request));
  TRY(check_form(*session, sent));
  auto done = do_change(node, *session, sent);
  if (done.ok()) return done;
  const auto& error = done.error();
  if (error.code == Code::corrupt || error.code == Code::internal) return error;
  return present_page(node, *session, error.what, status_of(error.code, Area::page));
}

}  // namespace hallway
