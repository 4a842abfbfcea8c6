#pragma once
// /api/v1/directory, /api/v1/suggestions, /api/v2/suggestions and /api/v1/trends: whom and what one
// may want to look at (server/directory.h, server/trends.h).

#include "server/routes.h"

namespace hallway::api {

Result<Response> show_directory(Node& node, const Call& call);
Result<Response> list_suggestions(Node& node, const Call& call);     // v2
Result<Response> list_suggestions_v1(Node& node, const Call& call);  // accounts alone
Result<Response> decline_suggested(Node& node, const Call& call);    // DELETE .../{id}
Result<Response> list_trending_tags(Node& node, const Call& call);   // also /api/v1/trends
Result<Response> list_trending_statuses(Node& node, const Call& call);
Result<Response> list_trending_links(Node& node, const Call& call);

}  // namespace hallway::api
