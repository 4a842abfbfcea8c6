#include "server/oauth/authorize.h"

#include <algorithm>

#include "server/deeds.h"
#include "server/html_page.h"
#include "server/log.h"
#include "server/node.h"
#include "server/oauth/clients.h"
#include "server/oauth/metadata.h"
#include "server/oauth/redirect_uri.h"
#include "server/oauth/scope_list.h"
#include "server/oauth/scopes.h"
#include "server/page.h"
#include "server/params.h"
#include "server/session.h"
#include "storage/tokens.h"

namespace hallway {
namespace {

constexpr Duration kCodeLife = minutes(10);
constexpr std::string_view kAsked[] = {
    "response_type", "client_id",      "redirect_uri",         "scope",
    "state",         "code_challenge", "code_challenge_method"};

// What a program asks for. `wrong`: why it cannot have that, to be told where it is led back to.
struct Asked {
  App app;
  std::string redirect_uri, scopes, state, challenge;
  std::optional<OAuthError> wrong;
};

// What the form carries on, as it was asked.
Query asked_again(const Params& params) {
  Query query;
  for (const auto key : kAsked) query.emplace_back(key, params.text(key));
  return query;
}

std::optional<OAuthError> wrong_with(const Params& params, const App& app, Asked& asked) {
  if (params.text("response_type") != "code") {
    return OAuthError{"unsupported_response_type", "response_type must be code"};
  }
  const auto scopes = parse_scopes(params.find("scope").value_or("read"));
  if (!scopes.ok()) return OAuthError{"invalid_scope", scopes.error().what};
  if (!has_scopes(app.scopes, *scopes)) {
    return OAuthError{"invalid_scope", "the program registered for less: " + app.scopes};
  }
  asked.scopes = *scopes;
  asked.challenge = params.text("code_challenge");
  const auto method = params.text("code_challenge_method");
  if (asked.challenge.empty()) {
    if (app.secret) return std::nullopt;
    return OAuthError{"invalid_request", "a program without a secret needs code_challenge"};
  }
  // "plain" would be shown to whoever sees this address (RFC 9700 §2.1.1).
  if (method != "S256" || asked.challenge.size() != 43) {
    return OAuthError{"invalid_request", "code_challenge_method must be S256"};
  }
  return std::nullopt;
}

// Fails where the program is not known or does not say where it may be led back to: nobody is led
// anywhere then.
Result<Asked> read_asked(Node& node, const Session& session, const Params& params) {
  auto app = find_client(node, params.text("client_id"), session.person.account.name);
  if (!app.ok()) {
    if (app.error().code != Code::not_found) return app.error();
    return fail(Code::invalid, "The program that sent you here is not known: " + app.error().what);
  }
  Asked asked{.app = *std::move(app), .state = params.text("state")};
  asked.redirect_uri = params.text("redirect_uri");
  const auto& uris = asked.app.redirect_uris;
  // RFC 6749 §3.1.2.3: it may be left out where there is only one.
  if (asked.redirect_uri.empty() && uris.size() == 1) asked.redirect_uri = uris.front();
  if (std::ranges::find(uris, asked.redirect_uri) == uris.end()) {
    return fail(Code::invalid,
                "The program that sent you here wants you to be led to where it did not register.");
  }
  asked.wrong = wrong_with(params, asked.app, asked);
  return asked;
}

Response lead_back(const Node& node, const Asked& asked, Query query) {
  query.emplace_back("state", asked.state);
  query.emplace_back("iss", issuer_of(node.home()));  // RFC 9207
  auto response = redirect(303, redirect_with(asked.redirect_uri, query));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Response page(const Node& node, const std::string& form_action, Html& html, int status = 200) {
  auto response =
      page_answer(node, {.title = "Let a program in", .form_action = form_action, .index = false},
                  html.take(), status);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Response refuse(const Node& node, const Asked& asked, const OAuthError& error) {
  if (asked.redirect_uri != kOutOfBand) {
    return lead_back(
        node, asked,
        {{"error", std::string(error.code)}, {"error_description", error.description}});
  }
  Html html;
  html.open("section", {{"class", "card"}});
  html.element("h1", {}, "The program was not let in");
  html.element("p", {}, error.description.empty() ? "You can close this page." : error.description);
  html.close();
  return page(node, "'self'", html, error.code == "access_denied" ? 200 : 400);
}

void write_where(Html& html, const Asked& asked) {
  const auto source = form_source_of(asked.redirect_uri);
  if (source.empty()) {
    html.element("p", {}, "You are then shown a code, to be copied into the program.");
  } else if (source.ends_with(':')) {
    html.element("p", {}, "You are then led back to the program.");
  } else {
    html.open("p").text("You are then led to ").element("bdi", {}, source).text(".").close();
  }
}

void write_other_decision(Html& html, std::string_view value, std::string_view words) {
  html.element("button", {{"class", "quiet"}, {"name", "decision"}, {"value", value}}, words);
}

Response consent_page(const Node& node, const Session& session, const Asked& asked,
                      const Params& params) {
  Html html;
  html.open("section", {{"class", "card"}});
  html.open("h1").text("Let ").element("bdi", {}, asked.app.name).text(" in?").close();
  html.open("p").text("It wants to use your account ");
  html.element("bdi", {}, "@" + session.person.actor.handle()).text(", and could then:").close();
  write_scopes(html, asked.scopes);
  write_where(html, asked);
  html.open("p").text("You can take this back at any time: ");
  html.link("/me/access", "where you are signed in").text(".").close();
  html.open("form", {{"method", "post"}, {"action", "/oauth/authorize"}});
  write_form_token(html, session);
  for (const auto& [key, value] : asked_again(params)) {
    html.empty("input", {{"type", "hidden"}, {"name", key}, {"value", value}});
  }
  html.element("button", {{"name", "decision"}, {"value", "allow"}}, "Let it in");
  write_other_decision(html, "deny", "Do not");
  write_other_decision(html, "switch", "Use another account");
  html.close().close();
  // Browsers hold where a form leads to in the end to this as well.
  return page(node, "'self' " + form_source_of(asked.redirect_uri), html);
}

Response code_page(const Node& node, const std::string& code) {
  Html html;
  html.open("section", {{"class", "card"}});
  html.element("h1", {}, "Copy this code into the program");
  html.open("p").element("code", {{"class", "secret"}}, code).close();
  html.element("p", {}, "It works once, for ten minutes.").close();
  return page(node, "'self'", html);
}

Result<Response> let_program_in(Node& node, const Session& session, const Asked& asked) {
  const auto code = node.random().secret();
  const Token token{.account = session.person.account.id,
                    .kind = TokenKind::code,
                    .name = asked.app.name,
                    .scopes = asked.scopes,
                    .created = node.now(),
                    .expires = node.now() + kCodeLife,
                    .client = asked.app.client_id,
                    .redirect_uri = asked.redirect_uri,
                    .challenge = asked.challenge,
                    .grant = node.random().u64() | 1};
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    // It may have gone while the person thought.
    if (!find_app(txn, token.client)) return fail(Code::not_found, "the program has gone");
    return put_token(txn, code, token);
  }));
  log::info("oauth.allowed",
            {{"account", session.person.account.name}, {"program", asked.app.name}});
  if (asked.redirect_uri == kOutOfBand) return code_page(node, code);
  return lead_back(node, asked, {{"code", code}});
}

// The node's own page acts as who has signed in here anyway; another site that sends people there
// does not get them past the question.
bool is_own_page(const Node& node, const Asked& asked, const Request& request) {
  return is_page_program(node.home(), asked.app.client_id) && check_own_site(node, request).ok();
}

Result<Response> switch_account(Node& node, const Session& session, const std::string& back) {
  TRY(node.writer().apply([&](WriteTxn& txn) { return erase_token(txn, session.secret); }));
  auto response = to_sign_in(back);
  response.headers.add("Set-Cookie", cookie_without_session(node));
  return response;
}

}  // namespace

Result<Response> show_authorize(Node& node, const Call& call) {
  const auto params = TRY(Params::of_query(call.request));
  if (params.flag("force_login").value_or(false)) {
    // Not asked again, or nobody would ever get further.
    return to_sign_in_again("/oauth/authorize?" + encode_query(asked_again(params)));
  }
  const auto session = TRY(session_of(node, call.request));
  if (!session) return to_sign_in(call.request.target);
  const auto asked = TRY(read_asked(node, *session, params));
  if (asked.wrong) return refuse(node, asked, *asked.wrong);
  if (is_own_page(node, asked, call.request)) return let_program_in(node, *session, asked);
  return consent_page(node, *session, asked, params);
}

Result<Response> authorize(Node& node, const Call& call) {
  const auto params = TRY(Params::of(call.request));
  const auto back = "/oauth/authorize?" + encode_query(asked_again(params));
  const auto session = TRY(session_of(node, call.request));
  if (!session) return to_sign_in(back);
  TRY(check_form(*session, params));
  const auto asked = TRY(read_asked(node, *session, params));
  if (asked.wrong) return refuse(node, asked, *asked.wrong);
  const auto decision = params.text("decision");
  if (decision == "switch") return switch_account(node, *session, back);
  if (decision != "allow") return refuse(node, asked, {"access_denied", ""});
  return let_program_in(node, *session, asked);
}

}  // namespace hallway
