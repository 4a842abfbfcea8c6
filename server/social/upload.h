#pragma once
// POST /users/{name}/media (uploadMedia, as the Social Web group describes it): a picture, film or
// sound as the part `file`, and in the part `object` what is said of it. Answers 201 with the
// object, whose address in Location a later Create names; with `object` of a kind that is a post
// and addressed to somebody it is posted at once, and Location is the post.

#include "server/routes.h"

namespace hallway::social {

// Returns when it is made ready, films too. Errors: unauthenticated, forbidden, invalid (no file,
// an object that is none), and those of accept_upload.
Result<Response> upload_for_program(Node& node, const Call& call);

}  // namespace hallway::social
