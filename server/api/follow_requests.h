#pragma once
// /api/v1/follow_requests: people who ask to follow somebody who decides that one by one.

#include "server/routes.h"

namespace hallway::api {

Result<Response> list_follow_requests(Node& node, const Call& call);
Result<Response> authorize_follow_request(Node& node, const Call& call);
Result<Response> reject_follow_request(Node& node, const Call& call);

}  // namespace hallway::api
