#pragma once
// GET /users/{name}/inbox (ActivityPub §5.2), for its owner: what reached them, as activities, the
// newest first. A query, as timelines are: posts and boosts of their home timeline, what others did
// to them (notifications), and activities of other kinds (storage/kept_activities.h). What was sent
// to this node stands there as it was sent; what only came to be known is told in the same words.

#include "server/routes.h"

namespace hallway::social {

// An OrderedCollection; with ?page= one of its pages, of 40. Errors: unauthenticated, forbidden.
Result<Response> show_inbox(Node& node, const Call& call);

}  // namespace hallway::social
