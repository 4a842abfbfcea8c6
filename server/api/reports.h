#pragma once
// Reports by people here, in the API. What operators do with them is `hallway report`.

#include "server/routes.h"

namespace hallway::api {

// account_id, status_ids[], comment, category, forward.
Result<Response> report_account(Node& node, const Call& call);

}  // namespace hallway::api
