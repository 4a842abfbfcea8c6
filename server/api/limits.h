#pragma once
// How often the client API may be called: by an account, whatever its tokens, and without a token
// by a network; uploads and deletions more seldom. Each answer says how the caller stands, as apps
// expect it (X-RateLimit-Limit, -Remaining, -Reset); who calls too often is answered 429.

#include <optional>
#include <string>
#include <string_view>

#include "federation/http.h"
#include "server/config.h"
#include "server/rate_limits.h"
#include "storage/values/id.h"

namespace hallway {

class Node;

// Any thread.
class ApiLimits {
 public:
  explicit ApiLimits(const Config::Limits& limits);

  // Counts a call of the method that `pattern` (of the route) names. What stands worst is told
  // where several limits hold. Nothing where none is set.
  std::optional<RateLimits::Standing> count(std::string_view method, std::string_view pattern,
                                            const std::string& caller, Time now);

 private:
  int requests_, uploads_, deletions_;  // 0: no limit
  RateLimits counted_;
};

// "account 12" where the token is good, else the network of the address.
std::string api_caller(Node& node, const Request& request);

void add_standing(const RateLimits::Standing& standing, Response& response);
Response too_many_calls(const RateLimits::Standing& standing, Time now);

}  // namespace hallway
