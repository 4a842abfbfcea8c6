#pragma once
// Lists of people: who follows somebody, whom they follow, who liked or boosted a post. They answer
// anybody, but who is elsewhere is told to nobody without a token.

#include <vector>

#include "server/api_entities.h"
#include "server/routes.h"

namespace hallway::api {

// A page of `ids`, which are listed by id upwards, at most `limit` of them: so the bound that
// `next` carries is where to go on. Without those whom the viewer may not see.
Response people_page(Node& node, const Call& call, const View& view, const std::vector<Id>& ids,
                     size_t limit);

Result<Response> list_followers_of(Node& node, const Call& call);  // /accounts/{id}/followers
Result<Response> list_followed_by(Node& node, const Call& call);   // /accounts/{id}/following
Result<Response> list_favouriting(Node& node, const Call& call);   // /statuses/{id}/favourited_by
Result<Response> list_reblogging(Node& node, const Call& call);    // /statuses/{id}/reblogged_by

}  // namespace hallway::api
