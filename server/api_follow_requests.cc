#include "server/api_follow_requests.h"

#include "federation/follow.h"
#include "server/api_accounts.h"
#include "server/api_people.h"
#include "server/node.h"
#include "storage/follows.h"

namespace hallway::api {
Result<Response> list_follow_requests(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:follows"));
  const auto params = TRY(Params::of_query(call.request));
  const size_t limit = params.limit(40, 80);
  const auto txn = TRY(node.read());
  const auto ids =
      list_followers(txn, caller.actor.id, FollowState::pending, params.id("max_id"), limit);
  const View view{txn, node.home(), caller.actor.id, node.now()};
  return people_page(node, call, view, ids, limit);
}

Result<Response> authorize_follow_request(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:follows"));
  const auto id = TRY(account_in(call));
  TRY(node.act_as(caller.actor, [&](Local& local) { return accept_follow(local, id); }));
  return relationship_answer(node, caller, id);
}

Result<Response> reject_follow_request(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:follows"));
  const auto id = TRY(account_in(call));
  TRY(node.act_as(caller.actor, [&](Local& local) { return reject_follow(local, id); }));
  return relationship_answer(node, caller, id);
}

}  // namespace hallway::api
