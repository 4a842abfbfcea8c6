#pragma once
// GET /api/hallway/v1/admin/deliveries, for those who administer: how many deliveries ended how,
// from start_at to end_at (at most 31 days, UTC), by=hour or by=day. Each hour or day is there,
// also where nothing was delivered, but for what is still to come.

#include "server/routes.h"

namespace hallway::api {

Result<Response> show_deliveries(Node& node, const Call& call);

}  // namespace hallway::api
