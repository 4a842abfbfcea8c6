#include "server/access_page.h"

#include "server/deeds.h"
#include "server/html_page.h"
#include "server/log.h"
#include "server/node.h"
#include "server/oauth/scope_list.h"
#include "server/params.h"
#include "server/session.h"
#include "server/signed_in.h"

namespace hallway {
namespace {

void write_since(Html& html, const Token& token) {
  html.open("p", {{"class", "note"}}).text("Since ").time(token.created);
  if (token.used.ms != 0) html.text("; last used about ").time(token.used);
  html.close();
}

void write_access(Html& html, const Session& session, const Access& access, bool here) {
  const bool browser = access.token.kind == TokenKind::session;
  const auto name = access.token.name.empty() ? "A program" : access.token.name;
  html.open("section", {{"class", "card"}});
  html.open("h2").element("bdi", {}, browser ? "A browser" : name);
  if (here) html.text(" (this one)");
  html.close();
  write_since(html, access.token);
  if (!browser) write_scopes(html, access.token.scopes);
  html.open("form", {{"method", "post"}, {"action", "/me/access"}});
  write_form_token(html, session);
  html.empty("input", {{"type", "hidden"}, {"name", "id"}, {"value", access.id}});
  const auto words = browser ? "Sign it out" : "Shut it out";
  html.element("button", {{"class", "quiet"}}, words).close().close();
}

}  // namespace

Result<Response> access_page(Node& node, const Call& call) {
  const auto session = TRY(session_of(node, call.request));
  if (!session) return to_sign_in(call.request.target);
  const auto txn = TRY(node.read());
  Html html;
  html.open("section", {{"class", "card"}});
  html.element("h1", {}, "Where you are signed in");
  html.element("p", {},
               "Browsers and programs that can use your account. Shut out what you do not "
               "know, and choose a new password then.");
  html.open("p")
      .link("/me/second-factor", "A second factor")
      .text(": a code from your phone beside your password");
  html.close().close();
  const auto here = token_id_of(session->secret);
  for (const auto& one : list_access(txn, session->person.account.id, node.now())) {
    write_access(html, *session, one, one.id == here);
  }
  auto response = page_answer(
      node, {.title = "Where you are signed in", .form_action = "'self'", .index = false},
      html.take());
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Result<Response> end_access_of(Node& node, const Call& call) {
  const auto session = TRY(session_of(node, call.request));
  if (!session) return to_sign_in("");
  const auto sent = TRY(Params::of(call.request));
  TRY(check_form(*session, sent));
  const auto& account = session->person.account;
  const auto ended = node.writer().apply(
      [&](WriteTxn& txn) { return end_access(txn, account.id, sent.text("id")); });
  // What has gone already has gone.
  if (!ended.ok() && ended.error().code != Code::not_found) return ended.error();
  log::info("access.ended", {{"account", account.name}, {"id", sent.text("id").substr(0, 16)}});
  auto response = redirect(303, "/me/access");
  response.headers.set("Cache-Control", "no-store");
  return response;
}

}  // namespace hallway
