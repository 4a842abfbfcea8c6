#pragma once
// /api/v1/push/subscription: where the program that asks wants to be told of notifications by web
// push; one for each token.

#include "server/routes.h"

namespace hallway::api {

Result<Response> subscribe_to_push(Node& node, const Call& call);
Result<Response> show_push_subscription(Node& node, const Call& call);
Result<Response> change_push_subscription(Node& node, const Call& call);
Result<Response> unsubscribe_from_push(Node& node, const Call& call);

}  // namespace hallway::api
