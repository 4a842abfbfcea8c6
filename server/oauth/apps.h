#pragma once
// Programs introduce themselves: /api/v1/apps.

#include "server/routes.h"

namespace hallway::api {

Result<Response> register_app(Node& node, const Call& call);  // POST /api/v1/apps
Result<Response> verify_app(Node& node, const Call& call);    // GET /api/v1/apps/verify_credentials

}  // namespace hallway::api
