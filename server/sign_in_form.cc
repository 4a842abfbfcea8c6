#include "server/sign_in_form.h"

#include "server/answer.h"
#include "server/node.h"
#include "server/page.h"
#include "server/second_factor.h"
#include "server/secrets.h"
#include "server/session.h"

namespace hallway {

Response form_page(const Node& node, const std::string& title, Html& html, int status) {
  auto response = page_answer(node, {.title = title, .form_action = "'self'", .index = false},
                              html.take(), status);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

void write_wrong(Html& html, const std::string& wrong) {
  if (!wrong.empty()) html.element("p", {{"class", "wrong"}, {"role", "alert"}}, wrong);
}

void write_field(Html& html, const FormField& field, std::string_view value) {
  html.open("label").text(field.label);
  if (*field.hint) html.element("small", {}, field.hint);
  html.empty("input", {{"name", field.name},
                       {"type", field.type},
                       {"autocomplete", field.autocomplete},
                       {"autocapitalize", "none"},
                       {"value", value},
                       {"required", ""}});
  html.close();
}

Result<Token> look_at_link(const ReadTxn& txn, std::string_view secret, TokenKind kind, Time now) {
  auto token = find_token(txn, secret, now);
  if (!token || token->kind != kind) {
    return fail(Code::not_found, "this link was used already, or is too old");
  }
  return std::move(*token);
}

Response stale_link(const Node& node, const char* fix) {
  Html html;
  html.open("section", {{"class", "card"}});
  html.element("h1", {}, "This link does not work any more");
  html.element("p", {}, fix).close();
  return form_page(node, "Link used or too old", html, 404);
}

Response code_page(const Node& node, const std::string& half_in, const std::string& next,
                   const std::string& wrong, int status) {
  Html html;
  html.open("section", {{"class", "card"}});
  html.element("h1", {}, "Your code");
  write_wrong(html, wrong);
  html.open("form", {{"method", "post"}, {"action", "/sign-in/code"}});
  html.empty("input", {{"type", "hidden"}, {"name", "half_in"}, {"value", half_in}});
  if (is_way_on(next)) {
    html.empty("input", {{"type", "hidden"}, {"name", "next"}, {"value", next}});
  }
  write_field(html, {"code", "text", "Code",
                     "Six digits from the app on your phone, or a recovery code", "one-time-code"});
  html.element("button", {}, "Sign in").close().close();
  return form_page(node, "Your code", html, status);
}

Result<Response> let_in(Node& node, Id account, const std::string& next) {
  if (!has_second_factor(TRY(node.read()), account)) return let_in_at_last(node, account, next);
  return code_page(node, TRY(open_half_in(node, account)), next, "", 200);
}

Result<Response> let_in_at_last(Node& node, Id account, const std::string& next) {
  const auto secret = TRY(open_session(node, account));
  auto response = redirect(303, is_way_on(next) ? next : first_page());
  response.headers.add("Set-Cookie", cookie_of(node, secret));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

}  // namespace hallway
