#include "server/routes.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <span>

#include "server/accept.h"
#include "server/access_page.h"
#include "server/activitypub.h"
#include "server/api/routes.h"
#include "server/assets.h"
#include "server/coding.h"
#include "server/embed.h"
#include "server/experts_door.h"
#include "server/health.h"
#include "server/html_page.h"
#include "server/interact.h"
#include "server/invitation_page.h"
#include "server/log.h"
#include "server/me.h"
#include "server/media_serving.h"
#include "server/node.h"
#include "server/oauth/authorize.h"
#include "server/oauth/metadata.h"
#include "server/oauth/token.h"
#include "server/page.h"
#include "server/pages.h"
#include "server/password_reset.h"
#include "server/remote_files.h"
#include "server/second_factor_page.h"
#include "server/sign_in.h"
#include "server/social/inbox.h"
#include "server/social/objects.h"
#include "server/social/outbox.h"
#include "server/social/proxy.h"
#include "server/social/upload.h"
#include "server/source_page.h"
#include "server/tag_page.h"
#include "server/well_known.h"

namespace hallway {
namespace {

// Everything this node answers but the client API (server/api/routes.cc).
constexpr Route kRoutes[] = {
    {"POST", "/inbox", Area::federation, nullptr, receive_shared},
    {"POST", "/users/{name}/inbox", Area::federation, nullptr, receive_personal},
    {"GET", "/users/{name}/inbox", Area::social, social::show_inbox},
    {"POST", "/users/{name}/outbox", Area::social, social::post_to_outbox},
    {"POST", "/users/{name}/proxy", Area::social, social::fetch_for_program},
    {"POST", "/users/{name}/media", Area::social, social::upload_for_program},
    {"GET", "/users/{name}/objects/{id}", Area::federation, social::show_kept_object},
    {"GET", "/users/{name}", Area::federation, show_actor},
    {"GET", "/users/{name}/followers", Area::federation, show_followers},
    {"GET", "/users/{name}/followers_synchronization", Area::federation, show_partial_followers},
    {"GET", "/users/{name}/following", Area::federation, show_following},
    {"GET", "/users/{name}/outbox", Area::federation, show_outbox},
    {"GET", "/users/{name}/liked", Area::federation, show_liked},
    {"GET", "/users/{name}/collections/featured", Area::federation, show_featured},
    {"GET", "/users/{name}/collections/tags", Area::federation, show_featured_tags},
    {"GET", "/users/{name}/statuses/{id}", Area::federation, show_object},
    {"GET", "/users/{name}/statuses/{id}/activity", Area::federation, show_create},
    {"GET", "/users/{name}/statuses/{id}/{collection}", Area::federation, show_post_collection},
    {"GET", "/users/{name}/statuses/{id}/quotes/{digest}", Area::federation, show_consent},
    {"GET", "/users/{name}/activities/{id}", Area::federation, show_activity},
    {"GET", "/users/{name}/authorizations/{id}", Area::federation, show_authorization},
    {"GET", "/emojis/{name}", Area::federation, show_emoji},
    {"GET", "/actor", Area::federation, show_instance_actor},
    {"POST", "/actor/inbox", Area::federation, nullptr, receive_shared},
    {"GET", "/actor/{collection}", Area::federation, show_instance_collection},
    {"GET", "/actor/collections/{collection}", Area::federation, show_instance_collection},

    {"POST", "/hallway/experts", Area::federation, answer_node},

    {"GET", "/.well-known/webfinger", Area::discovery, webfinger},
    {"GET", "/.well-known/host-meta", Area::discovery, host_meta},
    {"GET", "/.well-known/host-meta.json", Area::discovery, host_meta_as_json},
    {"GET", "/.well-known/nodeinfo", Area::discovery, nodeinfo_links},
    {"GET", "/nodeinfo/{version}", Area::discovery, nodeinfo_document},
    {"GET", "/.well-known/oauth-authorization-server", Area::discovery, authorization_server},
    {"GET", "/.well-known/oauth-protected-resource", Area::discovery, protected_resource},

    {"GET", "/oauth/authorize", Area::page, show_authorize},
    {"POST", "/oauth/authorize", Area::page, authorize},
    {"POST", "/oauth/token", Area::api, give_token},
    {"POST", "/oauth/revoke", Area::api, revoke_token},
    {"GET", "/oauth/userinfo", Area::api, userinfo},
    {"POST", "/oauth/userinfo", Area::api, userinfo},

    {"GET", "/", Area::page, front_page},
    {"GET", "/assets/style.css", Area::page, style_sheet},
    {"GET", "/assets/icon.svg", Area::page, icon},
    {"GET", "/assets/header.svg", Area::page, drawn_header},
    {"GET", "/assets/faces/{name}", Area::page, drawn_face},
    {"GET", "/media/{file}", Area::page, show_media},
    {"GET", "/media/{kind}/{id}/{what}/{signature}", Area::page, show_remote_file},
    {"GET", "/setup/{secret}", Area::page, show_setup},
    {"POST", "/setup/{secret}", Area::page, set_up},
    {"GET", "/sign-in", Area::page, show_sign_in},
    {"POST", "/sign-in", Area::page, sign_in},
    {"POST", "/sign-in/code", Area::page, enter_code},
    {"GET", "/sign-in/{secret}", Area::page, show_sign_in_link},
    {"POST", "/sign-in/{secret}", Area::page, sign_in_by_link},
    {"GET", "/reset/{secret}", Area::page, show_password_reset},
    {"POST", "/reset/{secret}", Area::page, set_new_password},
    {"GET", "/invite/{secret}", Area::page, show_invitation},
    {"POST", "/invite/{secret}", Area::page, accept_invitation},
    {"POST", "/sign-out", Area::page, sign_out},
    {"GET", "/me", Area::page, my_page},
    {"GET", "/me/access", Area::page, access_page},
    {"POST", "/me/access", Area::page, end_access_of},
    {"GET", "/me/second-factor", Area::page, second_factor_page},
    {"POST", "/me/second-factor", Area::page, change_second_factor},
    {"POST", "/me/post", Area::page, post_from_page},
    {"POST", "/me/follow", Area::page, follow_from_page},
    {"POST", "/me/like", Area::page, like_from_page},
    {"POST", "/me/react", Area::page, react_from_page},
    {"POST", "/me/boost", Area::page, boost_from_page},
    {"POST", "/me/vote", Area::page, vote_from_page},
    {"GET", "/authorize_interaction", Area::page, interact_page},
    {"GET", "/source", Area::page, source_page},
    {"GET", "/share", Area::page, share},
    {"GET", "/@{name}", Area::page, profile_page},
    {"GET", "/@{name}/{id}", Area::page, post_page},
    {"GET", "/@{name}/{id}/history", Area::page, history_page},
    {"GET", "/@{name}/{id}/embed", Area::page, embedded_page},
    {"GET", "/tags/{name}", Area::page, tag_page},

    {"GET", "/app/files/{file}", Area::page, show_page_file},
    {"GET", "/app/sw.js", Area::page, show_page_worker},
    {"GET", "/app/manifest.webmanifest", Area::page, show_page_manifest},
    {"GET", "/app/client.json", Area::page, show_page_program},
    {"GET", "/app", Area::page, show_page},
    {"GET", "/app/{room}", Area::page, show_page},
    {"GET", "/app/{room}/{thing}", Area::page, show_page},
    {"GET", "/app/admin/{room}/{thing}", Area::page, show_page},

    {"GET", "/livez", Area::health, livez},
    {"GET", "/health", Area::health, health_for_clients},
    {"GET", "/readyz", Area::health, readyz},
};

std::span<const Route> rows_for(std::string_view path) {
  return path.starts_with("/api/") ? api::routes() : std::span<const Route>(kRoutes);
}

std::string_view next_segment(std::string_view& rest) {
  rest.remove_prefix(1);  // the slash
  const size_t end = std::min(rest.find('/'), rest.size());
  const auto segment = rest.substr(0, end);
  rest.remove_prefix(end);
  return segment;
}

bool match_segment(std::string_view pattern, std::string_view segment, Call& call) {
  const size_t open = pattern.find('{');
  if (open == std::string_view::npos) return pattern == segment;
  const size_t close = pattern.find('}', open);
  const auto before = pattern.substr(0, open);
  const auto after = pattern.substr(close + 1);
  if (segment.size() <= before.size() + after.size() || !segment.starts_with(before) ||
      !segment.ends_with(after)) {
    return false;
  }
  call.captures.emplace_back(
      pattern.substr(open + 1, close - open - 1),
      segment.substr(before.size(), segment.size() - before.size() - after.size()));
  return true;
}

std::string_view method_of(const Request& request) {
  return request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
}

// Who else may read this from a page of theirs, as clients and other servers expect.
bool is_shared_across_origins(const Route& route) {
  return route.area == Area::api || route.area == Area::discovery ||
         route.area == Area::federation || route.area == Area::social ||
         route.pattern.starts_with("/@");
}

void add_cross_origin(const Route& route, Response& response) {
  if (!is_shared_across_origins(route)) return;
  response.headers.set("Access-Control-Allow-Origin", "*");
  if (route.area != Area::api && route.area != Area::social) return;
  response.headers.set("Access-Control-Expose-Headers",
                       "ETag, Link, Location, Retry-After, X-RateLimit-Reset, X-RateLimit-Limit, "
                       "X-RateLimit-Remaining, X-Request-Id");
}

void add_headers(const Route& route, Response& response) {
  add_cross_origin(route, response);
  response.headers.set("X-Content-Type-Options", "nosniff");
  const bool negotiated = route.area == Area::federation || route.pattern.starts_with("/@");
  if (negotiated) response.headers.set("Vary", "Accept, Signature");
  if (response.headers.find("Cache-Control")) return;
  if (route.area == Area::api || route.area == Area::social) {
    response.headers.set("Cache-Control", "private, no-store");
  } else if (route.area == Area::federation) {
    response.headers.set("Cache-Control", "private, no-cache");
  }
}

bool wants_page(const Route& route, const Request& request) {
  if (route.area != Area::page && route.area != Area::federation) return false;
  const auto usual = route.area == Area::page ? Form::page : Form::activity;
  return negotiate(request.headers.find("Accept"), usual).value_or(usual) == Form::page;
}

Response error_for(const Node& node, const Route& route, const Request& request,
                   const Error& error) {
  if (error.code == Code::internal || error.code == Code::corrupt) {
    log::error("request.failed", {{"route", route.pattern}, {"what", error.what}});
  }
  return wants_page(route, request) ? error_page(node, error) : error_answer(error, route.area);
}

Response not_found(const Node& node, const Request& request) {
  const auto error = fail(Code::not_found, "no such page");
  const auto accept = request.headers.find("Accept").value_or("");
  const bool person = accept.find("text/html") != std::string_view::npos;
  auto response = person ? error_page(node, error) : error_answer(error, Area::health);
  response.headers.set("X-Content-Type-Options", "nosniff");
  return response;
}

Response wrong_method(const std::vector<const Route*>& rows, bool asked) {
  std::string allow;
  for (const auto* row : rows) {
    allow += std::string(row->method) + ", ";
    if (row->method == "GET") allow += "HEAD, ";
  }
  allow += "OPTIONS";
  auto response = asked ? Response{.status = 204} : refusal(405, "method not allowed");
  response.headers.add("Allow", allow);
  add_cross_origin(*rows.front(), response);
  if (asked && is_shared_across_origins(*rows.front())) {
    response.headers.set("Access-Control-Allow-Methods", allow);
    response.headers.set("Access-Control-Allow-Headers",
                         "Authorization, Content-Type, Idempotency-Key, If-Match, Accept");
    response.headers.set("Access-Control-Max-Age", "86400");
  }
  return response;
}

using Steady = std::chrono::steady_clock;

// A request on its way through the handler of `row`.
struct Exchange {
  Node& node;
  const Route& row;
  const Request request;
  const Respond respond;
  const Steady::time_point began;
  const std::optional<RateLimits::Standing> standing;  // of who calls the client API

  void finish(Result<Response> outcome) const {
    auto response =
        outcome.ok() ? std::move(*outcome) : error_for(node, row, request, outcome.error());
    add_headers(row, response);
    if (standing) add_standing(*standing, response);
    const bool compressible = is_compressible(row.area, request, response);
    // A tag is for who keeps an answer.
    if (response.headers.find("Cache-Control") != "private, no-store")
      tag_entity(request, response);
    if (compressible) compress_for(request, response);
    const std::chrono::duration<double> took = Steady::now() - began;
    node.counts().request(name_of(row.area), response.status, took.count());
    respond(std::move(response));
  }
};

std::optional<RateLimits::Standing> count_call(Node& node, const Route& row,
                                               const Request& request) {
  const bool counts =
      row.area == Area::social || (row.area == Area::api && row.pattern.starts_with("/api/"));
  if (!counts) return std::nullopt;
  return node.api_limits().count(row.method, row.pattern, api_caller(node, request), node.now());
}

void pass(const std::shared_ptr<const Exchange>& exchange) {
  if (exchange->standing && !exchange->standing->admitted) {
    return exchange->finish(too_many_calls(*exchange->standing, exchange->node.now()));
  }
  Call call{exchange->request, {}};
  matches(exchange->row.pattern, call.request.path, call);  // once more: captures are views
  if (exchange->row.handler) return exchange->finish(exchange->row.handler(exchange->node, call));
  exchange->row.later(exchange->node, call, [exchange](Result<Response> outcome) {
    exchange->finish(std::move(outcome));
  });
}

}  // namespace

std::string_view Call::operator[](std::string_view name) const {
  const auto found = std::ranges::find(captures, name, [](const auto& pair) { return pair.first; });
  return found == captures.end() ? std::string_view() : found->second;
}

bool matches(std::string_view pattern, std::string_view path, Call& call) {
  if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  call.captures.clear();
  while (pattern.starts_with('/') && path.starts_with('/')) {
    if (!match_segment(next_segment(pattern), next_segment(path), call)) return false;
  }
  return pattern.empty() && path.empty();
}

void route(Node& node, Request request, Respond respond) {
  const auto began = Steady::now();
  std::vector<const Route*> others;
  Call call{request, {}};
  for (const auto& row : rows_for(request.path)) {
    if (!matches(row.pattern, request.path, call)) continue;
    if (row.method != method_of(request)) {
      others.push_back(&row);
      continue;
    }
    const auto standing = count_call(node, row, request);
    const auto exchange = std::shared_ptr<const Exchange>(
        new Exchange{node, row, std::move(request), std::move(respond), began, standing});
    return pass(exchange);
  }
  if (others.empty()) return respond(not_found(node, request));
  respond(wrong_method(others, /*asked=*/request.method == "OPTIONS"));
}

}  // namespace hallway
