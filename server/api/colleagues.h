#pragma once
// Who works here, and as what: the people directory by words, team, skill, place and manager, and
// the organization chart. For who is signed in.

#include "server/routes.h"

namespace hallway::api {

// ?q=&team=&skill=&place=&manager=&offset=&limit= (20, at most 80); at least one of the first five.
// From the index, so that what was changed a moment ago may be missing: {"people": [Account],
// "more", "indexing"}.
Result<Response> find_colleagues(Node& node, const Call& call);  // GET /people

// People of this node who let themselves be found, in the order in which they came: {"id", "acct",
// "display_name", "avatar", "url", "title", "team", "place", "manager"}, the last as in an
// Account's "hallway". The tree is for the reader to draw; a manager may stand on another page, on
// another node, or be nobody's any more. ?team=&limit= (100, at most 500), pages as Link.
Result<Response> show_org_chart(Node& node, const Call& call);  // GET /org_chart

}  // namespace hallway::api
