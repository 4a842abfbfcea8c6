#pragma once
// /api/v1/preferences: what the caller's posts are like unless they say otherwise, and how they
// want to read. They are set by update_credentials.

#include "server/routes.h"
#include "storage/posts.h"

namespace hallway::api {

Result<Response> show_preferences(Node& node, const Call& call);

}  // namespace hallway::api
