#pragma once
// Lists of posts: /api/v1/timelines, and what somebody liked.

#include "server/routes.h"

namespace hallway::api {

Result<Response> home_timeline_page(Node& node, const Call& call);
// /timelines/public: ?local, ?remote, ?only_media. Without a token, and likewise below: what people
// here wrote for anybody.
Result<Response> public_timeline_page(Node& node, const Call& call);
// /timelines/tag/{hashtag}: besides, ?any[], ?all[], ?none[].
Result<Response> tag_timeline_page(Node& node, const Call& call);
Result<Response> list_favourites(Node& node, const Call& call);  // GET /favourites

}  // namespace hallway::api
