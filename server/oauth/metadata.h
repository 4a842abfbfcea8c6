#pragma once
// What a program can find out about signing in here (RFC 8414, RFC 9728).

#include <string>

#include "federation/home.h"
#include "server/routes.h"

namespace hallway {

// By which this node is known as an authorization server: its origin.
std::string issuer_of(const Home& home);

Result<Response> authorization_server(Node& node, const Call& call);
Result<Response> protected_resource(Node& node, const Call& call);

}  // namespace hallway
