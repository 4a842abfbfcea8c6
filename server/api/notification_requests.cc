#include "server/api/notification_requests.h"

#include <algorithm>

#include "federation/policy.h"
#include "server/api.h"
#include "server/api/entities.h"
#include "server/api/exact_time.h"
#include "server/node.h"
#include "storage/notification_requests.h"

namespace hallway::api {
namespace {

constexpr size_t kUsual = 40, kMost = 80;

// Nothing where whoever waits may not be shown any longer.
std::optional<Json> request_json(const View& view, const NotificationRequest& request) {
  const auto actor = find_actor(view.txn, request.actor);
  if (!actor || !may_be_shown(view.txn, view.home, *actor)) return std::nullopt;
  const auto post = find_post(view.txn, request.last_post);
  const bool shown =
      post && !post->gone && may_flow(view.txn, view.home, *post, view.destination());
  return Json{{"id", to_string(request.id)},
              {"created_at", exact_time(request.id.time())},
              {"updated_at", exact_time(request.updated)},
              {"notifications_count", std::to_string(request.mentions)},
              {"account", account_json(view, *actor)},
              {"last_status", shown ? status_json(view, *post) : Json()}};
}

std::vector<NotificationRequest> page_of(const ReadTxn& txn, Id person, const Window& window) {
  std::vector<NotificationRequest> found;
  const Id above = std::max(window.since_id, window.min_id);
  scan_requests(txn, person, window.max_id, [&](const NotificationRequest& one) {
    if (one.id <= above) return false;
    found.push_back(one);
    return window.min_id || found.size() < window.limit;
  });
  if (found.size() > window.limit) {
    found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(window.limit));
  }
  return found;
}

Result<std::vector<Id>> ids_in(const Call& call) {
  std::vector<Id> ids;
  if (!call["id"].empty()) {
    ids.push_back(parse_id(call["id"]).value_or(Id{}));
    return ids;
  }
  const auto params = TRY(Params::of(call.request));
  for (const auto text : params.find_all("id")) ids.push_back(parse_id(text).value_or(Id{}));
  if (ids.empty()) return fail(Code::invalid, "id is missing");
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

template <class Answer>
Result<Response> answer_requests(Node& node, const Call& call, Answer answer) {
  const auto caller = TRY(caller_of(node, call.request, "write:notifications"));
  const auto ids = TRY(ids_in(call));
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    for (const auto id : ids) TRY(answer(txn, caller.actor.id, id));
    return {};
  }));
  return json_answer(Json::object());
}

}  // namespace

Result<Response> list_notification_requests(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:notifications"));
  const auto params = TRY(Params::of_query(call.request));
  auto window = window_of(params, kMost);
  window.limit = params.limit(kUsual, kMost);
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  const auto page = page_of(txn, caller.actor.id, window);
  Json out = Json::array();
  for (const auto& one : page) {
    if (auto json = request_json(view, one)) out.push_back(std::move(*json));
  }
  auto response = json_answer(out);
  if (!page.empty()) add_links(node, call, response, page.front().id, page.back().id);
  return response;
}

Result<Response> show_notification_request(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:notifications"));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  const auto found = find_request(txn, caller.actor.id, parse_id(call["id"]).value_or(Id{}));
  auto json = found ? request_json(view, *found) : std::nullopt;
  if (!json) return fail(Code::not_found, "no such notification request");
  return json_answer(*json);
}

Result<Response> accept_notification_requests(Node& node, const Call& call) {
  Id accepting;
  auto answer = TRY(
      answer_requests(node, call, [&accepting, now = node.now()](WriteTxn& txn, Id person, Id id) {
        accepting = person;
        return accept_request(txn, person, id, now);
      }));
  // What was held back stands among the notifications at once.
  node.live().tell_now({.person = accepting, .event = "notifications_merged", .payload = "1"});
  return answer;
}

Result<Response> dismiss_notification_requests(Node& node, const Call& call) {
  return answer_requests(node, call, dismiss_request);
}

Result<Response> show_requests_merged(Node& node, const Call& call) {
  TRY(caller_of(node, call.request, "read:notifications"));
  return json_answer(Json{{"merged", true}});
}

}  // namespace hallway::api
