#include "server/api_people.h"

#include "server/api.h"
#include "server/api_accounts.h"
#include "server/api_entities.h"
#include "server/api_shown.h"
#include "server/node.h"
#include "storage/follows.h"

namespace hallway::api {
namespace {

struct Page {
  Id after;
  size_t limit;
};

Page page_in(const Params& params) { return {params.id("max_id"), params.limit(40, 80)}; }

using List = std::vector<Id> (*)(const ReadTxn& txn, Id id, FollowState state, Id after,
                                 size_t most);

Result<Response> follows_answer(Node& node, const Call& call, List list) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:accounts"));
  const auto page = page_in(TRY(Params::of_query(call.request)));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  const auto actor = TRY(find_shown_actor(txn, node.home(), TRY(account_in(call)), caller));
  const auto ids = list(txn, actor.id, FollowState::accepted, page.after, page.limit);
  return people_page(node, call, view, ids, page.limit);
}

using Doing = std::vector<Id> (*)(const ReadTxn& txn, Id post, Id after, size_t most);

Result<Response> doing_answer(Node& node, const Call& call, Doing list) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:accounts"));
  const auto page = page_in(TRY(Params::of_query(call.request)));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  const auto shown = TRY(find_shown(txn, node.home(), call["id"], view.destination()));
  const auto ids = list(txn, shown.post.id, page.after, page.limit);
  return people_page(node, call, view, ids, page.limit);
}

}  // namespace

Response people_page(Node& node, const Call& call, const View& view, const std::vector<Id>& ids,
                     size_t limit) {
  Json out = Json::array();
  for (const Id id : ids) {
    const auto actor = find_actor(view.txn, id);
    if (!actor || !(view.viewer || actor->local)) continue;
    if (may_be_shown(view.txn, view.home, *actor)) out.push_back(account_json(view, *actor));
  }
  auto response = json_answer(out);
  if (ids.size() == limit) add_links(node, call, response, ids.front(), ids.back());
  return response;
}

Result<Response> list_followers_of(Node& node, const Call& call) {
  return follows_answer(node, call, list_followers);
}

Result<Response> list_followed_by(Node& node, const Call& call) {
  return follows_answer(node, call, list_following);
}

Result<Response> list_favouriting(Node& node, const Call& call) {
  return doing_answer(node, call, list_reacting);
}

Result<Response> list_reblogging(Node& node, const Call& call) {
  return doing_answer(node, call, list_boosting);
}

}  // namespace hallway::api
