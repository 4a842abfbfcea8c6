#pragma once
// Posts that somebody marked for themselves: those they liked, those they keep as bookmarks. Pages
// are counted by the marks, newest first.

#include "server/routes.h"

namespace hallway::api {

Result<Response> list_favourites(Node& node, const Call& call);  // GET /api/v1/favourites
Result<Response> list_bookmarks(Node& node, const Call& call);   // GET /api/v1/bookmarks

}  // namespace hallway::api
