#pragma once
// GET /api/v1/custom_emojis: those of this node that may be written, for anybody. Pictures that
// stand for ":name:" in posts from elsewhere belong to those posts.

#include "server/routes.h"

namespace hallway::api {

Result<Response> list_custom_emojis(Node& node, const Call& call);

}  // namespace hallway::api
