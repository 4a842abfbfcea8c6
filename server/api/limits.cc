#include "server/api/limits.h"

#include <algorithm>

#include "server/answer.h"
#include "server/api.h"
#include "server/api/exact_time.h"
#include "server/node.h"

namespace hallway {
namespace {

constexpr Duration kWindow = minutes(5), kSlowWindow = minutes(30);

bool is_upload(std::string_view method, std::string_view pattern) {
  return method == "POST" && (pattern == "/api/v1/media" || pattern == "/api/v2/media" ||
                              pattern == "/users/{name}/media");
}

// What takes something back that others have got already.
bool is_deletion(std::string_view method, std::string_view pattern) {
  return (method == "DELETE" && pattern == "/api/v1/statuses/{id}") ||
         (method == "POST" && pattern == "/api/v1/statuses/{id}/unreblog");
}

}  // namespace

ApiLimits::ApiLimits(const Config::Limits& limits)
    : requests_(limits.api_requests),
      uploads_(limits.api_uploads),
      deletions_(limits.api_deletions) {}

std::optional<RateLimits::Standing> ApiLimits::count(std::string_view method,
                                                     std::string_view pattern,
                                                     const std::string& caller, Time now) {
  std::optional<RateLimits::Standing> worst;
  const auto hold = [&](const char* what, int most, Duration window) {
    if (most == 0 || (worst && !worst->admitted)) return;
    const auto one = counted_.count(what + caller, {most, window}, now);
    if (!worst || !one.admitted || one.left < worst->left) worst = one;
  };
  if (is_upload(method, pattern)) hold("upload\n", uploads_, kSlowWindow);
  if (is_deletion(method, pattern)) hold("delete\n", deletions_, kSlowWindow);
  hold("any\n", requests_, kWindow);
  return worst;
}

std::string api_caller(Node& node, const Request& request) {
  const auto token = api::token_of(node, request);
  if (token.ok() && token->account) return "account " + to_string(token->account);
  return network_of(request.peer_address);
}

void add_standing(const RateLimits::Standing& standing, Response& response) {
  response.headers.set("X-RateLimit-Limit", std::to_string(standing.most));
  response.headers.set("X-RateLimit-Remaining", std::to_string(standing.left));
  response.headers.set("X-RateLimit-Reset", api::exact_time(standing.reset));
}

Response too_many_calls(const RateLimits::Standing& standing, Time now) {
  auto response =
      refusal(429, "Too many requests; the next is answered after " + to_rfc3339(standing.reset));
  const auto wait = std::max<int64_t>(1, (standing.reset - now).ms / 1000 + 1);
  response.headers.set("Retry-After", std::to_string(wait));
  return response;
}

}  // namespace hallway
