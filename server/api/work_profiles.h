#pragma once
// What people do where they work, as this API shows it and as they change it themselves. Members of
// our own stand in one object, "hallway", of an Account that is shown by itself; accounts within
// statuses lack it.

#include "server/api/entities.h"
#include "server/params.h"
#include "server/routes.h"

namespace hallway::api {

// The account as it is shown by itself: what the viewer may learn of their work is in its "hallway"
// and, for programs that do not know that, after its fields. "hallway":
//   title, team, place, hours   text, empty where nothing is said
//   manager   {"id", "acct", "display_name", "avatar", "url"} or null
//   skills    [{"name", "endorsements", "endorsed": by the viewer}]
//   around    "today", "this week" or null: by what this node knows of what they posted
// Empty where the viewer may learn nothing of it.
Json described_account_json(const View& view, const Actor& actor);
Json hallway_json(const View& view, const Actor& actor);
Json skills_json(const View& view, const Actor& actor);
// As a manager stands in it.
Json named_json(const View& view, const Actor& actor);
// The actor at `iri` so, or null where the viewer may not know of them.
Json manager_json(const View& view, const Iri& iri);
// "today", "this week" or null.
Json around_json(const View& view, Id actor);

Result<Response> show_work_profile(Node& node, const Call& call);    // GET /profile: one's own
Result<Response> change_work_profile(Node& node, const Call& call);  // PATCH /profile

}  // namespace hallway::api
