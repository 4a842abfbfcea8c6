#pragma once
// Timelines: /api/v1/timelines.

#include <vector>

#include "federation/timeline.h"
#include "server/api/entities.h"
#include "server/routes.h"

namespace hallway::api {

// A page of a timeline, with links to the next and to the one before.
Response page_of_items(Node& node, const Call& call, const View& view,
                       const std::vector<TimelineItem>& items);

Result<Response> home_timeline_page(Node& node, const Call& call);
// /timelines/public: ?local, ?remote, ?only_media. Without a token, and likewise below: what people
// here wrote for anybody.
Result<Response> public_timeline_page(Node& node, const Call& call);
// /timelines/tag/{hashtag}: besides, ?any[], ?all[], ?none[].
Result<Response> tag_timeline_page(Node& node, const Call& call);
// /timelines/link?url=: public posts that lead to that page.
Result<Response> link_timeline_page(Node& node, const Call& call);
// /timelines/direct: what /api/v1/conversations has taken the place of.
Result<Response> direct_timeline_page(Node& node, const Call& call);
// /timelines/list/{id}: of the caller's own lists (server/api/lists.h).
Result<Response> list_timeline_page(Node& node, const Call& call);

}  // namespace hallway::api
