#include "server/api/follow_requests.h"

#include "federation/follow.h"
#include "server/api/accounts.h"
#include "server/api/people.h"
#include "server/node.h"
#include "storage/follows.h"

namespace hallway::api {
Result<Response> list_follow_requests(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:follows"));
  const auto params = TRY(Params::of_query(call.request));
  const auto stretch = stretch_in(params);
  const auto txn = TRY(node.read());
  const auto ids = ids_in(stretch, [&](Id after, size_t most) {
    return list_followers(txn, caller.actor.id, FollowState::pending, after, most);
  });
  const View view{txn, node.home(), caller.actor.id, node.now()};
  return people_page(node, call, view, stretch, ids);
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
