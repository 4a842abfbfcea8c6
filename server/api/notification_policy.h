#pragma once
// /api/v2/notifications/policy: what becomes of notifications of whom one knows little
// (storage/notification_policy.h).

#include "server/routes.h"

namespace hallway::api {

Result<Response> show_notification_policy(Node& node, const Call& call);
Result<Response> change_notification_policy(Node& node, const Call& call);  // PATCH

}  // namespace hallway::api
