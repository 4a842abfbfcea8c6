#pragma once
// /api/v1/instance and /api/v2/instance: what this node is and allows. Public in every mode, since
// clients ask before they sign in.

#include "server/routes.h"

namespace hallway::api {

Result<Response> instance_v1(Node& node, const Call& call);
Result<Response> instance_v2(Node& node, const Call& call);

}  // namespace hallway::api
