#pragma once
// /api/v1/notifications, newest first, paged by id.

#include "server/routes.h"

namespace hallway::api {

Result<Response> list_notifications(Node& node, const Call& call);

}  // namespace hallway::api
