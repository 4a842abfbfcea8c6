#include "server/api_notifications.h"

#include <algorithm>

#include "server/api.h"
#include "server/api_entities.h"
#include "server/node.h"
#include "server/shown_notification.h"

namespace hallway::api {
namespace {

bool names(const std::vector<std::string_view>& list, std::string_view type) {
  return std::ranges::find(list, type) != list.end();
}

struct Wanted {
  std::vector<std::string_view> types, excluded;
  Id account;

  [[nodiscard]] bool takes(const Notification& notification) const {
    const auto type = type_for_clients(notification.type);
    if (!types.empty() && !names(types, type)) return false;
    if (account && notification.actor != account) return false;
    return !names(excluded, type);
  }
};

// min_id asks for the oldest beyond it: the page right above, still shown newest first.
std::vector<Notification> page_of(const ReadTxn& txn, Id person, const Window& window,
                                  const Wanted& wanted) {
  std::vector<Notification> found;
  const Id above = std::max(window.since_id, window.min_id);
  scan_notifications(txn, person, window.max_id, [&](const Notification& notification) {
    if (above && notification.id <= above) return false;
    if (wanted.takes(notification)) found.push_back(notification);
    return window.min_id || found.size() < window.limit;
  });
  if (found.size() > window.limit) {
    found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(window.limit));
  }
  return found;
}

}  // namespace

std::string_view type_for_clients(NotificationType type) {
  switch (type) {
    case NotificationType::mention: return "mention";
    case NotificationType::follow: return "follow";
    case NotificationType::follow_request: return "follow_request";
    case NotificationType::reaction: return "favourite";
    case NotificationType::boost: return "reblog";
    case NotificationType::update: return "update";
    case NotificationType::post: return "status";
    case NotificationType::poll: return "poll";
    case NotificationType::emoji: return "reaction";
  }
  return "";
}

std::optional<Json> notification_json(const View& view, const Notification& notification) {
  const auto shown = find_shown(view.txn, view.home, notification);
  if (!shown) return std::nullopt;
  Json out{{"id", to_string(notification.id)},
           {"type", type_for_clients(notification.type)},
           {"created_at", to_rfc3339(notification.at)},
           {"group_key", "ungrouped-" + to_string(notification.id)},
           {"account", account_json(view, shown->actor)}};
  if (shown->post) out["status"] = status_json(view, *shown->post);
  return out;
}

Result<Response> list_notifications(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:notifications"));
  const auto params = TRY(Params::of_query(call.request));
  const Wanted wanted{.types = params.find_all("types"),
                      .excluded = params.find_all("exclude_types"),
                      .account = params.id("account_id")};
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  const auto page = page_of(txn, caller.actor.id, window_of(params, 80), wanted);
  Json out = Json::array();
  for (const auto& notification : page) {
    if (auto json = notification_json(view, notification)) out.push_back(std::move(*json));
  }
  auto response = json_answer(out);
  if (!page.empty()) add_links(node, call, response, page.front().id, page.back().id);
  return response;
}

}  // namespace hallway::api
