#pragma once
// What a node tells of the network it is part of, under /api/v1/instance: whom it knows, what
// happens here, whom it blocked.

#include "server/routes.h"

namespace hallway::api {

// Domains that this node may talk to and has met. In allowlist mode only to who is signed in; with
// whom a partnership was agreed is told to nobody else in any mode. A program's own token is no
// person's.
Result<Response> list_peers(Node& node, const Call& call);
// Twelve weeks: posts, people who posted ("logins"), new accounts.
Result<Response> show_activity(Node& node, const Call& call);
// As about.domain_blocks says.
Result<Response> list_blocked_peers(Node& node, const Call& call);

}  // namespace hallway::api
