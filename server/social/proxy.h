#pragma once
// POST /users/{name}/proxy with id=ADDRESS (ActivityPub §4.1, proxyUrl): a document of another
// server, for a person whose program may not ask there itself. Asked for under the same guards as
// every fetch, and signed by that person: who serves it decides what they may see. Nothing is kept.

#include "server/routes.h"

namespace hallway::social {

// Errors: unauthenticated, forbidden, invalid (no address), limited (60 a minute), and those of
// Fetcher::fetch. What is of this node is answered from here, as its owner may see it.
Result<Response> fetch_for_program(Node& node, const Call& call);

}  // namespace hallway::social
