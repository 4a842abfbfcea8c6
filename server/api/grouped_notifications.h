#pragma once
// /api/v2/notifications: notifications in groups (server/notification_groups.h), with the people
// and posts they name told once beside them.

#include "server/routes.h"

namespace hallway::api {

Result<Response> list_notification_groups(Node& node, const Call& call);
// GET .../unread_count: groups above the marker of what was read, counted to a limit.
Result<Response> count_unread_groups(Node& node, const Call& call);
Result<Response> show_notification_group(Node& node, const Call& call);  // GET .../{key}
Result<Response> list_group_accounts(Node& node, const Call& call);      // GET .../{key}/accounts
Result<Response> dismiss_notification_group(Node& node,
                                            const Call& call);  // POST .../{key}/dismiss

}  // namespace hallway::api
