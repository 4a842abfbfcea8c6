#include "server/api/people.h"

#include <algorithm>

#include "server/api.h"
#include "server/api/accounts.h"
#include "server/api/entities.h"
#include "server/api/shown.h"
#include "server/node.h"
#include "storage/follows.h"

namespace hallway::api {
namespace {

constexpr size_t kStep = 1'000;  // how many are looked at in one go

using List = std::vector<Id> (*)(const ReadTxn& txn, Id id, FollowState state, Id after,
                                 size_t most);

Result<Response> follows_answer(Node& node, const Call& call, List list) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:accounts"));
  const auto stretch = stretch_in(TRY(Params::of_query(call.request)));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  const auto actor = TRY(find_shown_actor(txn, node.home(), TRY(account_in(call)), caller));
  const auto ids = ids_in(stretch, [&](Id after, size_t most) {
    return list(txn, actor.id, FollowState::accepted, after, most);
  });
  return people_page(node, call, view, stretch, ids);
}

using Doing = std::vector<Id> (*)(const ReadTxn& txn, Id post, Id after, size_t most);

// Mastodon asks for the one scope, its documentation for the other.
Result<Response> doing_answer(Node& node, const Call& call, Doing list) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:statuses read:accounts"));
  const auto stretch = stretch_in(TRY(Params::of_query(call.request)));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  const auto shown = TRY(find_shown(txn, node.home(), call["id"], view.destination()));
  const auto ids =
      ids_in(stretch, [&](Id after, size_t most) { return list(txn, shown.post.id, after, most); });
  return people_page(node, call, view, stretch, ids);
}

}  // namespace

Stretch stretch_in(const Params& params) {
  return {.after = params.id("max_id"),
          .before = std::max(params.id("min_id"), params.id("since_id")),
          .limit = params.limit(40, 80)};
}

std::vector<Id> ids_in(const Stretch& stretch, const ListUpwards& list) {
  if (!stretch.before) return list(stretch.after, stretch.limit);
  std::vector<Id> found;
  for (Id after = stretch.after;;) {
    const auto step = list(after, kStep);
    for (const Id id : step) {
      if (id >= stretch.before) return found;
      if (found.size() == stretch.limit) found.erase(found.begin());
      found.push_back(id);
    }
    if (step.size() < kStep) return found;
    after = step.back();
  }
}

void add_links(Node& node, const Call& call, Response& response, const Stretch& stretch,
               const std::vector<Id>& ids) {
  if (ids.empty()) return;
  const bool more = stretch.before || ids.size() == stretch.limit;
  add_links(node, call, response, {to_string(ids.front()), to_string(ids.back()), more});
}

Response people_page(Node& node, const Call& call, const View& view, const Stretch& stretch,
                     const std::vector<Id>& ids) {
  Json out = Json::array();
  for (const Id id : ids) {
    const auto actor = find_actor(view.txn, id);
    if (!actor || !(view.viewer || actor->local)) continue;
    if (may_be_shown(view.txn, view.home, *actor)) out.push_back(account_json(view, *actor));
  }
  auto response = json_answer(out);
  add_links(node, call, response, stretch, ids);
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
