#pragma once
// Several at once, by their ids: GET /api/v1/accounts?id[]=, GET /api/v1/statuses?id[]=. What the
// caller may not see is left out.

#include "server/routes.h"

namespace hallway::api {

Result<Response> show_accounts(Node& node, const Call& call);
Result<Response> show_statuses(Node& node, const Call& call);

}  // namespace hallway::api
