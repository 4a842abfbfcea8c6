#pragma once
// /api/hallway/v1/accounts/{id}/skills/{name}: endorsing a skill that somebody names. For who is
// signed in. Any spelling of it will do; one with a slash is named with a space in its place.

#include "server/routes.h"

namespace hallway::api {

// Answer with the skill as it stands then: {"name", "endorsements", "endorsed"}.
Result<Response> endorse_skill_of(Node& node, const Call& call);    // POST .../endorse
Result<Response> unendorse_skill_of(Node& node, const Call& call);  // DELETE .../endorse
// Accounts, by their ids, without those who do not let themselves be found.
Result<Response> list_endorsers_of(Node& node, const Call& call);  // GET .../endorsements

}  // namespace hallway::api
