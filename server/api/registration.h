#pragma once
// POST /api/v1/accounts: somebody makes themselves an account by a program, where [registration]
// lets them. The program's own token (client credentials, write:accounts) is asked for; the answer
// is a token for the new account, which works at once, or where an administrator lets people in,
// as soon as that is done.

#include "server/routes.h"

namespace hallway::api {

// Errors: 403 where it is closed; 422 with `details` for each parameter that is wrong; 429.
Result<Response> sign_up(Node& node, const Call& call);

}  // namespace hallway::api
