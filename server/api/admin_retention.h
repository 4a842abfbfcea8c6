#pragma once
// POST /api/v1/admin/retention, for those who administer: of those who came in each day or month
// from start_at to end_at, how many were still there in it and in each that followed.

#include "server/routes.h"

namespace hallway::api {

Result<Response> show_retention(Node& node, const Call& call);

}  // namespace hallway::api
