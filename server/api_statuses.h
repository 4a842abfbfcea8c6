#pragma once
// /api/v1/statuses: writing, reading, editing and deleting posts.

#include "server/routes.h"

namespace hallway::api {

Result<Response> post_status(Node& node, const Call& call);
Result<Response> show_status(Node& node, const Call& call);
Result<Response> edit_status(Node& node, const Call& call);
Result<Response> delete_status(Node& node, const Call& call);
Result<Response> show_context(Node& node, const Call& call);
Result<Response> show_history(Node& node, const Call& call);
Result<Response> show_source(Node& node, const Call& call);

}  // namespace hallway::api
