#include "server/api/shown.h"

#include "server/api/entities.h"
#include "server/node.h"

namespace hallway::api {

Result<Shown> find_shown(const ReadTxn& txn, const Home& home, std::string_view id,
                         const Destination& viewer) {
  const auto number = parse_id(id).value_or(Id{});
  auto post = find_post(txn, number);
  auto boost = post ? std::nullopt : find_boost(txn, number);
  if (boost) {
    const auto booster = find_actor(txn, boost->actor);
    if (booster && may_be_shown(txn, home, *booster)) post = find_post(txn, boost->post);
  }
  if (!post || post->gone || !may_flow(txn, home, *post, viewer)) {
    return fail(Code::not_found, "no such status, or not for them");
  }
  return Shown{std::move(*post), std::move(boost)};
}

Result<Target> target_of(Node& node, const Call& call, std::string_view scope) {
  auto caller = TRY(caller_of(node, call.request, scope));
  const auto txn = TRY(node.read());
  auto shown = TRY(find_shown(txn, node.home(), call["id"], caller.destination()));
  return Target{std::move(caller), std::move(shown.post)};
}

Result<Response> target_answer(Node& node, const Target& target) {
  const auto txn = TRY(node.read());
  const auto& [caller, post] = target;
  const auto shown = TRY(find_shown(txn, node.home(), to_string(post.id), caller.destination()));
  return json_answer(status_json({txn, node.home(), caller.actor.id, node.now()}, shown.post));
}

Result<Post> find_own(const ReadTxn& txn, const Home& home, std::string_view id, Id person) {
  auto shown = TRY(find_shown(txn, home, id, Destination::to_person(person)));
  if (shown.post.author != person) return fail(Code::not_found, "the status is somebody else's");
  return std::move(shown.post);
}

}  // namespace hallway::api
