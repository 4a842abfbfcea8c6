#pragma once
// How the caller regards somebody: notes, recommendations, and being followed by them.

#include "server/routes.h"

namespace hallway::api {

// /api/v1/accounts/{id}/...
Result<Response> note_about(Node& node, const Call& call);
Result<Response> endorse(Node& node, const Call& call);    // and /pin
Result<Response> unendorse(Node& node, const Call& call);  // and /unpin
Result<Response> list_endorsed_by(Node& node, const Call& call);
Result<Response> remove_from_followers(Node& node, const Call& call);

Result<Response> list_endorsements(Node& node, const Call& call);  // /api/v1/endorsements
// /api/v1/accounts/familiar_followers?id[]=: whom of those the caller follows follow each.
Result<Response> list_familiar_followers(Node& node, const Call& call);

}  // namespace hallway::api
