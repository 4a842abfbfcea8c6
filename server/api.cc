#include "server/api.h"

#include <algorithm>

#include "server/node.h"
#include "server/oauth/scopes.h"
#include "server/secrets.h"

namespace hallway::api {
namespace {

std::optional<Token> token_with(const ReadTxn& txn, std::string_view secret, Time now) {
  auto token = find_token(txn, secret, now);
  const bool good = token && (token->kind == TokenKind::bearer || token->kind == TokenKind::app);
  return good ? std::move(token) : std::nullopt;
}

Error wrong_token() { return fail(Code::unauthenticated, "The access token is invalid"); }

bool has_one_of(std::string_view granted, std::string_view scopes) {
  return std::ranges::any_of(split_scopes(scopes),
                             [&](auto one) { return has_scope(granted, one); });
}

// Nobody, where the token is a program's own.
Result<std::optional<Caller>> person_with(Node& node, std::string_view secret,
                                          std::string_view scope) {
  const auto txn = TRY(node.read());
  const auto token = token_with(txn, secret, node.now());
  if (!token) return wrong_token();
  if (token->kind == TokenKind::app) return std::optional<Caller>();
  auto account = find_account(txn, token->account);
  if (account && account->waiting) {
    return fail(Code::forbidden, "Your login is currently pending approval");
  }
  if (!account || account->disabled) {
    return fail(Code::unauthenticated, "The account of this token is disabled");
  }
  if (!has_one_of(token->scopes, scope)) {
    return fail(Code::forbidden,
                "This action is outside the authorized scopes: it needs " + std::string(scope));
  }
  auto actor = find_actor(txn, account->actor);
  if (!actor) return fail(Code::corrupt, "account " + account->name + " has no actor");
  note_use(node, secret, *token);
  return std::optional(Caller{std::move(*account), std::move(*actor), token->scopes});
}

// The path and query of this request with other bounds: what next and prev link to.
std::string page_address(const Call& call, const Node& node, std::string_view bound,
                         std::string_view at) {
  std::string address = node.home().base.text();
  address.append(std::string_view(call.request.path).substr(1)).append("?");
  const auto target = std::string_view(call.request.target);
  auto query = target.substr(std::min(target.find('?'), target.size()));
  if (!query.empty()) query.remove_prefix(1);
  while (!query.empty()) {
    const size_t end = std::min(query.find('&'), query.size());
    const auto pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const auto key = pair.substr(0, pair.find('='));
    if (pair.empty() || key == "max_id" || key == "min_id" || key == "since_id") continue;
    // It goes into a header between < and >.
    if (pair.find_first_of("<>\" ") != std::string_view::npos) continue;
    address.append(pair).append("&");
  }
  return address.append(bound).append("=").append(at);
}

}  // namespace

std::optional<std::string_view> bearer_of(const Request& request) {
  const auto header = request.headers.find("Authorization");
  if (!header || header->size() < 8 || !equal_ignoring_case(header->substr(0, 7), "Bearer ")) {
    return std::nullopt;
  }
  auto secret = header->substr(7);
  while (secret.starts_with(' ')) secret.remove_prefix(1);
  return secret;
}

Result<Caller> caller_of(Node& node, const Request& request, std::string_view scope) {
  const auto secret = bearer_of(request);
  if (!secret) return wrong_token();
  return caller_with(node, *secret, scope);
}

Result<Caller> caller_with(Node& node, std::string_view secret, std::string_view scope) {
  auto caller = TRY(person_with(node, secret, scope));
  if (!caller) return fail(Code::invalid, "This method requires an authenticated user");
  return *std::move(caller);
}

Result<std::optional<Caller>> caller_if_any(Node& node, const Request& request,
                                            std::string_view scope) {
  const auto secret = bearer_of(request);
  if (!secret) return std::optional<Caller>();
  return person_with(node, *secret, scope);
}

Result<Token> token_of(Node& node, const Request& request) {
  const auto secret = bearer_of(request);
  auto token = secret ? token_with(TRY(node.read()), *secret, node.now()) : std::nullopt;
  if (!token) return wrong_token();
  return *std::move(token);
}

Destination destination_of(const std::optional<Caller>& caller) {
  return caller ? caller->destination() : Destination::anybody();
}

Window window_of(const Params& params, size_t most) {
  return {.max_id = params.id("max_id"),
          .since_id = params.id("since_id"),
          .min_id = params.id("min_id"),
          .limit = params.limit(20, most)};
}

void add_links(Node& node, const Call& call, Response& response, Id first, Id last) {
  if (!first || !last) return;
  add_links(node, call, response, {to_string(first), to_string(last), true});
}

void add_links(Node& node, const Call& call, Response& response, const Ends& ends) {
  if (ends.first.empty()) return;
  std::string links;
  if (ends.more) {
    links = "<" + page_address(call, node, "max_id", ends.last) + ">; rel=\"next\", ";
  }
  links += "<" + page_address(call, node, "min_id", ends.first) + ">; rel=\"prev\"";
  response.headers.set("Link", links);
}

}  // namespace hallway::api
