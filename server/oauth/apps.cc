#include "server/oauth/apps.h"

#include <algorithm>

#include "federation/plain_text.h"
#include "server/api.h"
#include "server/log.h"
#include "server/node.h"
#include "server/oauth/redirect_uri.h"
#include "server/oauth/scopes.h"
#include "storage/apps.h"

namespace hallway::api {
namespace {

constexpr size_t kLongestName = 200, kLongestWebsite = 2'000, kMostRedirects = 20;
constexpr size_t kMostUnused = 20'000;
constexpr RateLimits::Rule kRegistrations{60, hours(1)};

// One text with a line each, or a list.
Result<std::vector<std::string>> redirects_in(const Params& params) {
  std::vector<std::string> uris;
  for (auto text : params.find_all("redirect_uris")) {
    while (!text.empty()) {
      const size_t end = std::min(text.find_first_of(" \r\n\t"), text.size());
      const auto uri = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (uri.empty()) continue;
      TRY(check_redirect_uri(uri));
      uris.emplace_back(uri);
    }
  }
  if (uris.empty()) return fail(Code::invalid, "redirect_uris is missing");
  if (uris.size() > kMostRedirects) return fail(Code::invalid, "there are too many redirect_uris");
  return uris;
}

Result<App> app_in(const Params& params) {
  App app{.name = clean_text(params.text("client_name")),
          .website = params.text("website"),
          .redirect_uris = TRY(redirects_in(params))};
  if (app.name.empty()) return fail(Code::invalid, "client_name is missing");
  if (app.name.size() > kLongestName) return fail(Code::invalid, "client_name is too long");
  const bool address = app.website.empty() || Iri::parse(app.website).ok();
  if (!address || app.website.size() > kLongestWebsite) {
    return fail(Code::invalid, "website must be an http or https address");
  }
  const auto scopes = params.text("scopes");
  app.scopes = TRY(parse_scopes(scopes.empty() ? "read" : scopes));
  return app;
}

// A number that names it and stays; of its public client_id.
std::string id_of(const App& app) {
  return std::to_string(number_at(as_bytes_view(sha256(app.client_id)), 0) >> 1);
}

Json app_json(const App& app) {
  Json scopes = Json::array();
  for (const auto one : split_scopes(app.scopes)) scopes.push_back(one);
  std::string joined;
  for (const auto& uri : app.redirect_uris) joined += (joined.empty() ? "" : "\n") + uri;
  return {{"id", id_of(app)},
          {"name", app.name},
          {"website", app.website.empty() ? Json() : Json(app.website)},
          {"scopes", std::move(scopes)},
          {"redirect_uris", app.redirect_uris},
          {"redirect_uri", joined}};
}

}  // namespace

Result<Response> register_app(Node& node, const Call& call) {
  const auto& address = call.request.peer_address;
  TRY(node.rate_limits().admit("register\n" + network_of(address), kRegistrations, node.now()));
  auto app = TRY(app_in(TRY(Params::of(call.request))));
  const auto secret = node.random().secret();
  app.client_id = node.random().secret();
  app.secret = sha256(secret);
  app.created = node.now();
  if (count_unused_apps(TRY(node.read()), node.now()) >= kMostUnused) {
    return fail(Code::limited, "too many programs registered and were never used");
  }
  TRY(node.writer().apply([&](WriteTxn& txn) { return put_app(txn, app); }));
  log::info("app.registered", {{"name", app.name}, {"address", address}});
  auto body = app_json(app);
  body["client_id"] = app.client_id;
  body["client_secret"] = secret;
  body["client_secret_expires_at"] = 0;
  body["vapid_key"] = node.pusher().public_key();  // where clients of older servers look for it
  return json_answer(body);
}

Result<Response> verify_app(Node& node, const Call& call) {
  const auto token = TRY(token_of(node, call.request));
  const auto app = find_app(TRY(node.read()), token.client);
  if (!app) return fail(Code::unauthenticated, "The access token was given to no program");
  return json_answer(app_json(*app));
}

}  // namespace hallway::api
