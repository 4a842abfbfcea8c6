#pragma once
// /api/v1/notifications, newest first, paged by id.

#include <optional>

#include "server/api_entities.h"
#include "server/routes.h"
#include "storage/notifications.h"

namespace hallway::api {

std::string_view type_for_clients(NotificationType type);
// Nothing where it may not be shown any more (server/shown_notification.h).
std::optional<Json> notification_json(const View& view, const Notification& notification);

Result<Response> list_notifications(Node& node, const Call& call);

}  // namespace hallway::api
