#pragma once
// /api/v1/notifications/requests: people whose notifications wait until one says whether they are
// wanted (storage/notification_requests.h).

#include "server/routes.h"

namespace hallway::api {

Result<Response> list_notification_requests(Node& node, const Call& call);
Result<Response> show_notification_request(Node& node, const Call& call);  // GET .../{id}
// One by its path, or several by `id`: all of them or, where one is unknown, none.
Result<Response> accept_notification_requests(Node& node, const Call& call);
Result<Response> dismiss_notification_requests(Node& node, const Call& call);
// Whether all that was accepted is among the notifications: it is at once.
Result<Response> show_requests_merged(Node& node, const Call& call);

}  // namespace hallway::api
