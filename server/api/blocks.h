#pragma once
// Keeping away from people and domains, in the API.

#include "server/routes.h"

namespace hallway::api {

Result<Response> block_account(Node& node, const Call& call);
Result<Response> unblock_account(Node& node, const Call& call);
// Until it is undone: a `duration` is refused. `notifications` (true): theirs are not told either.
Result<Response> mute_account(Node& node, const Call& call);
Result<Response> unmute_account(Node& node, const Call& call);
Result<Response> list_blocks(Node& node, const Call& call);
Result<Response> list_mutes(Node& node, const Call& call);
Result<Response> list_domain_blocks(Node& node, const Call& call);
Result<Response> block_whole_domain(Node& node, const Call& call);
Result<Response> unblock_whole_domain(Node& node, const Call& call);

}  // namespace hallway::api
