#include "server/oauth/token.h"

#include <algorithm>
#include <variant>

#include "server/api.h"
#include "server/log.h"
#include "server/node.h"
#include "server/oauth/clients.h"
#include "server/oauth/metadata.h"
#include "server/oauth/scopes.h"
#include "server/post_view.h"
#include "storage/tokens.h"

namespace hallway {
namespace {

constexpr Duration kBearerLife = hours(2), kRefreshLife = days(90), kAppLife = days(7);
constexpr Duration kUsedKnown = days(1);  // a refresh token that was used, so as to notice a thief
constexpr size_t kShortestVerifier = 43, kLongestVerifier = 128;  // RFC 7636 §4.1
constexpr RateLimits::Rule kGiven{300, minutes(5)};
constexpr RateLimits::Rule kGivenToPrograms{60, hours(1)};  // anybody can register one

// What was given; `refresh` may be empty.
struct Given {
  std::string secret, refresh;
  Token token;
};
using Outcome = std::variant<Given, OAuthError>;

OAuthError no_grant(const char* why) { return {"invalid_grant", why}; }

// RFC 7636 §4.6. Who sends a verifier where none was announced may be led to somebody else's code
// (RFC 9700 §2.1.1).
bool is_verified(const std::string& challenge, const std::string& verifier) {
  if (challenge.empty()) return verifier.empty();
  return verifier.size() >= kShortestVerifier && verifier.size() <= kLongestVerifier &&
         equal_constant_time(challenge, base64url(as_bytes_view(sha256(verifier))));
}

bool is_open(const ReadTxn& txn, Id account) {
  const auto found = find_account(txn, account);
  return found && !found->disabled;
}

// In the name of whom `source` stands for, as far as `scopes`.
Result<Given> give(WriteTxn& txn, Node& node, const Token& source, std::string scopes) {
  const Time now = node.now();
  auto app = find_app(txn, source.client);
  if (!app) return fail(Code::not_found, "the program has gone");
  app->used = now;
  TRY(put_app(txn, *app));
  Given given{.secret = node.random().secret(),
              .token = {.account = source.account,
                        .kind = TokenKind::bearer,
                        .name = app->name,
                        .scopes = std::move(scopes),
                        .created = now,
                        .client = source.client,
                        .grant = source.grant}};
  if (has_scope(given.token.scopes, "offline_access")) {
    given.token.expires = now + kBearerLife;
    given.refresh = node.random().secret();
    auto refresh = given.token;
    refresh.kind = TokenKind::refresh;
    refresh.expires = now + kRefreshLife;
    TRY(put_token(txn, given.refresh, refresh));
  }
  TRY(put_token(txn, given.secret, given.token));
  return given;
}

// A code or a refresh token, used once: who uses it again has stolen it, or it was stolen from
// them, so all that came of it ends (RFC 6749 §4.1.2, RFC 9700 §4.14).
Result<Outcome> exchange(WriteTxn& txn, Node& node, const std::string& secret, Token token,
                         std::string scopes) {
  if (token.used.ms != 0) {
    TRY(erase_grant(txn, token.grant));
    return Outcome(no_grant("it was used already; what it gave has ended"));
  }
  if (!is_open(txn, token.account)) return Outcome(no_grant("the account is disabled"));
  const auto before = token;
  token.used = node.now();
  token.expires = std::min(token.expires, node.now() + kUsedKnown);
  TRY(put_token(txn, secret, token));
  return Outcome(TRY(give(txn, node, before, std::move(scopes))));
}

Result<Outcome> exchange_code(Node& node, const Client& client, const Params& params) {
  const auto code = params.text("code"), verifier = params.text("code_verifier");
  return node.writer().apply([&](WriteTxn& txn) -> Result<Outcome> {
    const auto token = find_token(txn, code, node.now());
    if (!token || token->kind != TokenKind::code || token->client != client.app.client_id) {
      return Outcome(no_grant("the code is unknown or too old"));
    }
    if (token->redirect_uri != params.find("redirect_uri").value_or(token->redirect_uri)) {
      return Outcome(no_grant("redirect_uri is another than when the code was asked for"));
    }
    if (!is_verified(token->challenge, verifier)) {
      return Outcome(no_grant("code_verifier does not fit code_challenge"));
    }
    if (token->challenge.empty() && !client.proven) {
      return Outcome(OAuthError{"invalid_client", "client_secret is missing"});
    }
    return exchange(txn, node, code, *token, token->scopes);
  });
}

Result<Outcome> exchange_refresh(Node& node, const Client& client, const Params& params) {
  const auto secret = params.text("refresh_token");
  return node.writer().apply([&](WriteTxn& txn) -> Result<Outcome> {
    const auto token = find_token(txn, secret, node.now());
    if (!token || token->kind != TokenKind::refresh || token->client != client.app.client_id) {
      return Outcome(no_grant("the refresh token is unknown or too old"));
    }
    if (client.app.secret && !client.proven) {
      return Outcome(OAuthError{"invalid_client", "client_secret is missing"});
    }
    const auto scopes = parse_scopes(params.find("scope").value_or(token->scopes));
    if (!scopes.ok() || !has_scopes(token->scopes, *scopes)) {
      return Outcome(OAuthError{"invalid_scope", "that was not given"});
    }
    return exchange(txn, node, secret, *token, *scopes);
  });
}

Result<Outcome> give_to_program(Node& node, const Client& client, const Params& params,
                                const std::string& network) {
  TRY(node.rate_limits().admit("app token\n" + network, kGivenToPrograms, node.now()));
  if (!client.proven) return Outcome(OAuthError{"invalid_client", "client_secret is missing"});
  const auto scopes = parse_scopes(params.find("scope").value_or("read"));
  if (!scopes.ok()) return Outcome(OAuthError{"invalid_scope", scopes.error().what});
  if (!has_scopes(client.app.scopes, *scopes)) {
    return Outcome(OAuthError{"invalid_scope", "the program registered for less"});
  }
  const Given given{.secret = node.random().secret(),
                    .token = {.kind = TokenKind::app,
                              .name = client.app.name,
                              .scopes = *scopes,
                              .created = node.now(),
                              .expires = node.now() + kAppLife,
                              .client = client.app.client_id}};
  return node.writer().apply([&](WriteTxn& txn) -> Result<Outcome> {
    auto app = find_app(txn, client.app.client_id);
    if (!app) return fail(Code::not_found, "the program has gone");
    app->used = node.now();
    TRY(put_app(txn, *app));
    TRY(put_token(txn, given.secret, given.token));
    return Outcome(given);
  });
}

Result<Outcome> outcome_of(Node& node, const Client& client, const Params& params,
                           const std::string& network) {
  const auto grant = params.text("grant_type");
  if (grant == "authorization_code") return exchange_code(node, client, params);
  if (grant == "client_credentials") return give_to_program(node, client, params, network);
  if (grant == "refresh_token") return exchange_refresh(node, client, params);
  return Outcome(OAuthError{"unsupported_grant_type",
                            "there are authorization_code, client_credentials, refresh_token"});
}

Result<Response> answer_with(Node& node, const Given& given) {
  const auto& token = given.token;
  Json body{{"access_token", given.secret},
            {"token_type", "Bearer"},
            {"scope", token.scopes},
            {"created_at", token.created.ms / 1'000}};
  if (token.expires.ms != 0) body["expires_in"] = (token.expires - token.created).ms / 1'000;
  if (!given.refresh.empty()) body["refresh_token"] = given.refresh;
  if (token.account) {
    const auto txn = TRY(node.read());
    const auto account = find_account(txn, token.account);
    const auto actor = account ? find_actor(txn, account->actor) : std::nullopt;
    // SWICG ActivityPub API, basic profile: a client must be told whose inbox it may read.
    if (actor) body["activitypub_actor_id"] = actor->iri.text();
  }
  auto response = json_answer(body);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

}  // namespace

Result<Response> give_token(Node& node, const Call& call) {
  const auto params = TRY(Params::of(call.request));
  const auto& address = call.request.peer_address;
  const auto network = network_of(address);
  TRY(node.rate_limits().admit("token\n" + network, kGiven, node.now()));
  const auto client = TRY(client_of(node, call.request, params));
  if (!client) {
    log::warn("oauth.refused", {{"reason", "invalid_client"}, {"address", address}});
    return oauth_refusal({"invalid_client", "client_id or client_secret is wrong"});
  }
  const auto outcome = TRY(outcome_of(node, *client, params, network));
  if (const auto* wrong = std::get_if<OAuthError>(&outcome)) {
    log::warn("oauth.refused",
              {{"reason", wrong->code}, {"program", client->app.name}, {"address", address}});
    return oauth_refusal(*wrong);
  }
  return answer_with(node, std::get<Given>(outcome));
}

Result<Response> revoke_token(Node& node, const Call& call) {
  const auto params = TRY(Params::of(call.request));
  const auto client = TRY(client_of(node, call.request, params));
  const bool open = client && (client->proven || !client->app.secret);
  if (!open) return oauth_refusal({"invalid_client", "client_id or client_secret is wrong"});
  const auto secret = params.text("token");
  const bool theirs = TRY(node.writer().apply([&](WriteTxn& txn) -> Result<bool> {
    const auto token = find_token(txn, secret, node.now());
    if (!token) return true;  // RFC 7009 §2.2: what is not there is revoked
    if (token->client != client->app.client_id) return false;
    TRY(erase_token(txn, secret));
    TRY(erase_grant(txn, token->grant));
    return true;
  }));
  if (!theirs) {
    auto response = oauth_refusal({"unauthorized_client", "it was given to another program"});
    response.status = 403;
    return response;
  }
  return json_answer(Json::object());
}

Result<Response> userinfo(Node& node, const Call& call) {
  const auto caller = TRY(api::caller_of(node, call.request, "profile"));
  const auto& actor = caller.actor;
  const auto& home = node.home();
  Json body{{"iss", issuer_of(home)},          {"sub", actor.iri.text()},
            {"name", actor.shown_name()},      {"preferred_username", actor.name},
            {"profile", page_of(actor, home)}, {"picture", face_of(actor, home)}};
  return json_answer(body);
}

}  // namespace hallway
