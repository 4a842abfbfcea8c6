#pragma once
// POST /users/{name}/outbox (ActivityPub §6): what a person's program wants done, as an activity.
// What happens is what happens by every other door; here it is only read and named. Answers 201
// with the activity's address in Location, and the activity.

#include "server/routes.h"

namespace hallway::social {

// The Content-Type must be that of activities, of JSON-LD, or of JSON. Errors: unauthenticated,
// forbidden (scope; another's outbox), invalid, conflict (it was so before), and those of the acts
// (acts.h, writing.h).
Result<Response> post_to_outbox(Node& node, const Call& call);

}  // namespace hallway::social
