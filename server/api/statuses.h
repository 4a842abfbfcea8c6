#pragma once
// /api/v1/statuses: writing, reading, editing and deleting posts.

#include "federation/post.h"
#include "server/params.h"
#include "server/routes.h"
#include "storage/accounts.h"

namespace hallway::api {

// What the author says of a post; what they do not say is as their preferences have it. Mentions
// are not looked for yet. Errors: invalid.
Result<NewPost> new_post_in(Node& node, const Account& author, const Params& params);

Result<Response> post_status(Node& node, const Call& call);
Result<Response> show_status(Node& node, const Call& call);
Result<Response> edit_status(Node& node, const Call& call);
Result<Response> delete_status(Node& node, const Call& call);
Result<Response> show_context(Node& node, const Call& call);
Result<Response> show_history(Node& node, const Call& call);
Result<Response> show_source(Node& node, const Call& call);

}  // namespace hallway::api
