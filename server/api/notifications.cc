#include "server/api/notifications.h"

#include <algorithm>

#include "server/api.h"
#include "server/api/notification_entities.h"
#include "server/node.h"

namespace hallway::api {
namespace {

constexpr size_t kUsualShown = 40, kMostShown = 80;
constexpr size_t kUsuallyCounted = 100, kMostEverCounted = 1'000;
constexpr size_t kErasedAtOnce = 1'000;  // nobody waits for long behind somebody who clears much

// min_id asks for the oldest beyond it: the page right above, still shown newest first.
std::vector<Notification> page_of(const ReadTxn& txn, Id person, const Window& window,
                                  const WantedNotifications& wanted) {
  std::vector<Notification> found;
  const auto visit = [&](const Notification& one) {
    if (wanted.takes(txn, one)) found.push_back(one);
    return found.size() < window.limit;
  };
  if (window.min_id) {
    scan_notifications_up(txn, person, window.min_id, [&](const Notification& one) {
      return (!window.max_id || one.id < window.max_id) && visit(one);
    });
    std::ranges::reverse(found);
  } else {
    scan_notifications(txn, person, window.max_id, [&](const Notification& one) {
      return one.id > window.since_id && visit(one);
    });
  }
  return found;
}

Id id_in(const Call& call) { return parse_id(call["id"]).value_or(Id{}); }

}  // namespace

Result<Response> list_notifications(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:notifications"));
  const auto params = TRY(Params::of_query(call.request));
  const auto wanted = WantedNotifications::of(params);
  auto window = window_of(params, kMostShown);
  window.limit = params.limit(kUsualShown, kMostShown);
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  const auto page = page_of(txn, caller.actor.id, window, wanted);
  Json out = Json::array();
  for (const auto& one : page) {
    if (auto json = notification_json(view, one, wanted)) out.push_back(std::move(*json));
  }
  auto response = json_answer(out);
  if (!page.empty()) add_links(node, call, response, page.front().id, page.back().id);
  return response;
}

Result<Response> show_notification(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:notifications"));
  const auto txn = TRY(node.read());
  const auto found = find_notification(txn, caller.actor.id, id_in(call));
  const View view{txn, node.home(), caller.actor.id, node.now()};
  auto json =
      found ? notification_json(view, *found, {.held_back = HeldBack::shown}) : std::nullopt;
  if (!json) return fail(Code::not_found, "no such notification");
  return json_answer(*json);
}

Result<Response> count_unread_notifications(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:notifications"));
  const auto params = TRY(Params::of_query(call.request));
  const auto wanted = WantedNotifications::of(params);
  const auto limit = params.limit(kUsuallyCounted, kMostEverCounted);
  const auto txn = TRY(node.read());
  size_t count = 0;
  scan_unread(txn, caller.actor.id, [&](const Notification& one) {
    if (wanted.takes(txn, one) && find_shown(txn, node.home(), one)) ++count;
    return count < limit;
  });
  return json_answer(Json{{"count", count}});
}

Result<Response> dismiss_notification(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:notifications"));
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    if (!find_notification(txn, caller.actor.id, id_in(call))) {
      return fail(Code::not_found, "no such notification");
    }
    return erase_notification(txn, caller.actor.id, id_in(call));
  }));
  return json_answer(Json::object());
}

Result<Response> clear_notifications(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:notifications"));
  for (size_t erased = kErasedAtOnce; erased == kErasedAtOnce;) {
    erased = TRY(node.writer().apply(
        [&](WriteTxn& txn) { return erase_notifications(txn, caller.actor.id, kErasedAtOnce); }));
  }
  return json_answer(Json::object());
}

}  // namespace hallway::api
