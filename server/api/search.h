#pragma once
// /api/v2/search: people by handle, address, name or what they say of themselves; posts by address
// or by their words.

#include "server/routes.h"

namespace hallway::api {

// GET /api/v1/accounts/search: people alone; with following=true only those whom the caller
// follows.
Result<Response> search_accounts(Node& node, const Call& call);
// With resolve=true what is unknown here is asked of its own node.
Result<Response> search(Node& node, const Call& call);

}  // namespace hallway::api
