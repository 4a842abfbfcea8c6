#include "server/api/several.h"

#include "server/api/accounts.h"
#include "server/api/entities.h"
#include "server/api/shown.h"
#include "server/node.h"

namespace hallway::api {
namespace {

constexpr size_t kMostAtOnce = 40;

// In the order in which they were asked for, each once.
std::vector<Id> ids_in(const Params& params) {
  std::vector<Id> ids;
  for (const auto text : params.find_all("id")) {
    const auto id = parse_id(text).value_or(Id{});
    const bool fresh = id && std::ranges::find(ids, id) == ids.end();
    if (fresh && ids.size() < kMostAtOnce) ids.push_back(id);
  }
  return ids;
}

}  // namespace

Result<Response> show_accounts(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:accounts"));
  const auto ids = ids_in(TRY(Params::of_query(call.request)));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  Json out = Json::array();
  for (const Id id : ids) {
    const auto actor = find_shown_actor(txn, node.home(), id, caller);
    if (actor) out.push_back(account_json(view, *actor));
  }
  return json_answer(out);
}

Result<Response> show_statuses(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:statuses"));
  const auto ids = ids_in(TRY(Params::of_query(call.request)));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  Json out = Json::array();
  for (const Id id : ids) {
    const auto shown = find_shown(txn, node.home(), to_string(id), view.destination());
    if (!shown) continue;
    out.push_back(shown->boost ? status_json(view, shown->post, *shown->boost)
                               : status_json(view, shown->post));
  }
  return json_answer(out);
}

}  // namespace hallway::api
