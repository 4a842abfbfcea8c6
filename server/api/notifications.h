#pragma once
// /api/v1/notifications, newest first, paged by id.

#include "server/api/notification_entities.h"
#include "server/routes.h"

namespace hallway::api {

Result<Response> list_notifications(Node& node, const Call& call);
Result<Response> show_notification(Node& node, const Call& call);  // GET .../{id}
// GET .../unread_count: above the marker of what was read, counted to a limit.
Result<Response> count_unread_notifications(Node& node, const Call& call);
Result<Response> dismiss_notification(Node& node, const Call& call);  // POST .../{id}/dismiss
// What a policy holds back stays with its request.
Result<Response> clear_notifications(Node& node, const Call& call);  // POST .../clear

}  // namespace hallway::api
