#pragma once
// /api/v1/statuses/:id/{favourite,unfavourite,reblog,unreblog,pin,unpin}.

#include "server/routes.h"

namespace hallway::api {

Result<Response> favourite(Node& node, const Call& call);
Result<Response> unfavourite(Node& node, const Call& call);
// Posts of one's own, before all others on one's page.
// Kept for themselves: nobody else learns of it.
Result<Response> bookmark_status(Node& node, const Call& call);
Result<Response> unbookmark_status(Node& node, const Call& call);
Result<Response> mute_thread(Node& node, const Call& call);  // /statuses/{id}/mute
Result<Response> unmute_thread(Node& node, const Call& call);
Result<Response> pin_status(Node& node, const Call& call);
Result<Response> unpin_status(Node& node, const Call& call);
Result<Response> reblog(Node& node, const Call& call);
Result<Response> unreblog(Node& node, const Call& call);

}  // namespace hallway::api
