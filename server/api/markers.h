#pragma once
// /api/v1/markers: how far the caller has read a timeline, so that their programs agree on it.

#include "server/routes.h"

namespace hallway::api {

Result<Response> show_markers(Node& node, const Call& call);  // ?timeline[]=
Result<Response> set_markers(Node& node, const Call& call);   // home[last_read_id]=

}  // namespace hallway::api
