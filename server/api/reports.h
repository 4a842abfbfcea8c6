#pragma once
// Reports by people here, in the API. What operators do with them is `hallway report`.

#include "server/api/entities.h"
#include "server/routes.h"
#include "storage/reports.h"

namespace hallway::api {

// As those who moderate are notified of it; who reported is not in it.
Json report_json(const View& view, const Report& report);

// account_id, status_ids[], comment, category, forward.
Result<Response> report_account(Node& node, const Call& call);

}  // namespace hallway::api
