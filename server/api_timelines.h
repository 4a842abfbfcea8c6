#pragma once
// /api/v1/timelines/home, newest first, paged by id.

#include "server/routes.h"

namespace hallway::api {

Result<Response> home_timeline_page(Node& node, const Call& call);

}  // namespace hallway::api
