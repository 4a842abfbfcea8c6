#pragma once
// /api/hallway/v1/sessions: where the caller is signed in, as /me/access shows it.

#include "server/routes.h"

namespace hallway::api {

// [{"id", "kind": "browser" or "program", "name", "scopes", "created_at", "last_used_at" (about),
// "current"}], used last first. Current is what called; and the browser's own session, where the
// request brought its cookie along.
Result<Response> list_sessions(Node& node, const Call& call);
// DELETE /sessions/{id}: at once, with all that the same consent gave.
Result<Response> end_session(Node& node, const Call& call);

}  // namespace hallway::api
