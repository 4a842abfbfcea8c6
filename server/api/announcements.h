#pragma once
// /api/v1/announcements: what those who run this node tell everybody on it (`hallway
// announcement`), until it ends.

#include "server/api/entities.h"
#include "server/routes.h"
#include "storage/announcements.h"

namespace hallway::api {

// Without a viewer, as it is told to everybody at once: not whether it was read, nor whose the
// reactions are.
Json announcement_json(const View& view, const Announcement& announcement);

// Those that one dismissed only with with_dismissed=true.
Result<Response> list_announcements_for(Node& node, const Call& call);
Result<Response> dismiss_announcement(Node& node, const Call& call);  // POST .../{id}/dismiss
// PUT and DELETE .../{id}/reactions/{name}, where the name is one emoji.
Result<Response> react_to_announcement(Node& node, const Call& call);
Result<Response> unreact_to_announcement(Node& node, const Call& call);

}  // namespace hallway::api
