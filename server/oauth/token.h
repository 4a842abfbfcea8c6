#pragma once
// What a program is given to act with, and how it gives that back.

#include "server/routes.h"

namespace hallway {

// POST /oauth/token: authorization_code (RFC 6749 §4.1.3 with RFC 7636), client_credentials,
// refresh_token. A bearer token lasts until it is revoked; only whoever asked for offline_access
// gets one that ends soon, and a refresh token beside it, which changes with each use.
Result<Response> give_token(Node& node, const Call& call);
// POST /oauth/revoke (RFC 7009): all that the same consent gave.
Result<Response> revoke_token(Node& node, const Call& call);
// GET, POST /oauth/userinfo: who the token stands for (OpenID Connect Core §5.3).
Result<Response> userinfo(Node& node, const Call& call);

}  // namespace hallway
