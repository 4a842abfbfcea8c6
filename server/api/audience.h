#pragma once
// POST /api/hallway/v1/audience: whom a post would reach, asked before it is sent with what it
// would be sent with (text, visibility, label, in_reply_to_id, quoted_status_id).

#include "server/routes.h"

namespace hallway::api {

Result<Response> tell_audience(Node& node, const Call& call);

}  // namespace hallway::api
