#pragma once
// Is this process alive, and can it serve? For supervisors and load balancers.

#include <optional>
#include <string_view>

#include "server/routes.h"

namespace hallway {

Result<Response> livez(Node& node, const Call& call);   // 200 while requests are answered at all
Result<Response> readyz(Node& node, const Call& call);  // 503 while the store cannot be read
// What clients of the Mastodon API ask: the word OK, where readyz is content.
Result<Response> health_for_clients(Node& node, const Call& call);

// The same by path, for ListenerOptions::health: nullopt for any other path. Does not wait.
std::optional<Response> health(Node& node, std::string_view path);

}  // namespace hallway
