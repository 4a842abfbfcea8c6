#pragma once
// /api/v1/announcements: what those who run this node tell everybody on it (`hallway
// announcement`), until it ends.

#include "server/routes.h"

namespace hallway::api {

// Those that one dismissed only with with_dismissed=true.
Result<Response> list_announcements_for(Node& node, const Call& call);
Result<Response> dismiss_announcement(Node& node, const Call& call);  // POST .../{id}/dismiss
// PUT and DELETE .../{id}/reactions/{name}, where the name is one emoji.
Result<Response> react_to_announcement(Node& node, const Call& call);
Result<Response> unreact_to_announcement(Node& node, const Call& call);

}  // namespace hallway::api
