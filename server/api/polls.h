#pragma once
// Polls through the client API.

#include "server/api/entities.h"
#include "server/routes.h"

namespace hallway::api {

// The poll that `post` has; its id is the post's.
Json poll_json(const View& view, const Post& post);

Result<Response> show_poll(Node& node, const Call& call);
Result<Response> vote_in_poll(Node& node, const Call& call);

}  // namespace hallway::api
