#pragma once
// /api/v1/preferences: what the caller's posts are like unless they say otherwise, and how they
// want to read. They are set by update_credentials.

#include "server/routes.h"
#include "storage/posts.h"

namespace hallway::api {

Result<Response> show_preferences(Node& node, const Call& call);
// GET /api/v1/custom_emojis: those of this node. It has none of its own: pictures that stand for
// ":name:" come with posts from elsewhere, and belong to them.
Result<Response> list_custom_emojis(Node& node, const Call& call);

}  // namespace hallway::api
