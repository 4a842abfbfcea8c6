#pragma once
// Lists of people: who follows somebody, whom they follow, who liked or boosted a post. They answer
// anybody, but who is elsewhere is told to nobody without a token.

#include <functional>
#include <vector>

#include "server/api/entities.h"
#include "server/params.h"
#include "server/routes.h"

namespace hallway::api {

// What is asked for of people listed by id upwards: beyond `after`, which `next` carries, or right
// before `before`, which `prev` carries.
struct Stretch {
  Id after, before;
  size_t limit;
};
Stretch stretch_in(const Params& params);  // max_id, min_id or since_id, limit (40, at most 80)

// `list(after, most)` gives ids upwards. What lies before a bound is looked for from the beginning.
using ListUpwards = std::function<std::vector<Id>(Id after, size_t most)>;
std::vector<Id> ids_in(const Stretch& stretch, const ListUpwards& list);

void add_links(Node& node, const Call& call, Response& response, const Stretch& stretch,
               const std::vector<Id>& ids);
// A page of `ids`, without those whom the viewer may not see.
Response people_page(Node& node, const Call& call, const View& view, const Stretch& stretch,
                     const std::vector<Id>& ids);

Result<Response> list_followers_of(Node& node, const Call& call);  // /accounts/{id}/followers
Result<Response> list_followed_by(Node& node, const Call& call);   // /accounts/{id}/following
Result<Response> list_favouriting(Node& node, const Call& call);   // /statuses/{id}/favourited_by
Result<Response> list_reblogging(Node& node, const Call& call);    // /statuses/{id}/reblogged_by

}  // namespace hallway::api
