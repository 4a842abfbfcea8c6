#pragma once
// /api/v1/scheduled_statuses: what the caller will publish later.

#include "server/params.h"
#include "server/routes.h"
#include "storage/scheduled_posts.h"
#include "storage/values/json.h"

namespace hallway::api {

Json scheduled_json(const ReadTxn& txn, const ScheduledPost& post);

Result<Response> list_scheduled_statuses(Node& node, const Call& call);
Result<Response> show_scheduled(Node& node, const Call& call);  // /scheduled_statuses/{id}
Result<Response> reschedule(Node& node, const Call& call);
Result<Response> cancel_scheduled(Node& node, const Call& call);

// When "scheduled_at" says; nullopt where it is absent. Errors: invalid.
Result<std::optional<Time>> scheduled_at_in(const Params& params);

}  // namespace hallway::api
