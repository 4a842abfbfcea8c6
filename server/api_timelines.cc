#include "server/api_timelines.h"

#include "server/api.h"
#include "server/api_entities.h"
#include "server/node.h"

namespace hallway::api {

Result<Response> home_timeline_page(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:statuses"));
  const auto params = TRY(Params::of_query(call.request));
  const auto txn = TRY(node.read());
  const auto items = home_timeline(txn, node.home(), caller.actor.id, window_of(params));
  const View view{txn, node.home(), caller.actor.id, node.now()};
  Json out = Json::array();
  for (const auto& item : items) out.push_back(status_json(view, item));
  auto response = json_answer(out);
  if (!items.empty()) add_links(node, call, response, items.front().id, items.back().id);
  return response;
}

}  // namespace hallway::api
