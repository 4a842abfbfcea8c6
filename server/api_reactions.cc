#include "server/api_reactions.h"

#include "federation/pin.h"
#include "federation/react.h"
#include "server/api.h"
#include "server/api_entities.h"
#include "server/api_shown.h"
#include "server/node.h"

namespace hallway::api {
namespace {

struct Target {
  Caller caller;
  Id post;
};

// Clients may name the boost that brought a post; what they do is done to the post.
Result<Target> target_of(Node& node, const Call& call, std::string_view scope) {
  auto caller = TRY(caller_of(node, call.request, scope));
  const auto txn = TRY(node.read());
  const auto shown = TRY(find_shown(txn, node.home(), call["id"], caller.destination()));
  return Target{std::move(caller), shown.post.id};
}

Result<Response> answer(Node& node, const Target& target) {
  const auto txn = TRY(node.read());
  const auto shown =
      TRY(find_shown(txn, node.home(), to_string(target.post), target.caller.destination()));
  return json_answer(
      status_json({txn, node.home(), target.caller.actor.id, node.now()}, shown.post));
}

}  // namespace

Result<Response> favourite(Node& node, const Call& call) {
  const auto target = TRY(target_of(node, call, "write:favourites"));
  TRY(node.act_as(target.caller.actor, [&](Local& local) { return like(local, target.post); }));
  return answer(node, target);
}

Result<Response> unfavourite(Node& node, const Call& call) {
  const auto target = TRY(target_of(node, call, "write:favourites"));
  TRY(node.act_as(target.caller.actor, [&](Local& local) { return unlike(local, target.post); }));
  return answer(node, target);
}

Result<Response> pin_status(Node& node, const Call& call) {
  const auto target = TRY(target_of(node, call, "write:accounts"));
  TRY(node.act_as(target.caller.actor, [&](Local& local) { return pin(local, target.post); }));
  return answer(node, target);
}

Result<Response> unpin_status(Node& node, const Call& call) {
  const auto target = TRY(target_of(node, call, "write:accounts"));
  TRY(node.act_as(target.caller.actor, [&](Local& local) { return unpin(local, target.post); }));
  return answer(node, target);
}

Result<Response> reblog(Node& node, const Call& call) {
  const auto target = TRY(target_of(node, call, "write:statuses"));
  const auto boosted = TRY(
      node.act_as(target.caller.actor, [&](Local& local) { return boost(local, target.post); }));
  const auto txn = TRY(node.read());
  const auto shown =
      TRY(find_shown(txn, node.home(), to_string(target.post), target.caller.destination()));
  return json_answer(
      status_json({txn, node.home(), target.caller.actor.id, node.now()}, shown.post, boosted));
}

Result<Response> unreblog(Node& node, const Call& call) {
  const auto target = TRY(target_of(node, call, "write:statuses"));
  TRY(node.act_as(target.caller.actor, [&](Local& local) { return unboost(local, target.post); }));
  return answer(node, target);
}

}  // namespace hallway::api
