#pragma once
// Lists of people: who follows somebody, whom they follow, who liked or boosted a post. They answer
// anybody, with whom anybody may see.

#include "server/routes.h"

namespace hallway::api {

Result<Response> list_followers_of(Node& node, const Call& call);  // /accounts/{id}/followers
Result<Response> list_followed_by(Node& node, const Call& call);   // /accounts/{id}/following
Result<Response> list_favouriting(Node& node, const Call& call);   // /statuses/{id}/favourited_by
Result<Response> list_reblogging(Node& node, const Call& call);    // /statuses/{id}/reblogged_by

}  // namespace hallway::api
