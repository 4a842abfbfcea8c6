#include "server/api/notification_entities.h"

#include <algorithm>

#include "server/api/exact_time.h"
#include "server/api/reports.h"
#include "server/notification_groups.h"
#include "storage/markers.h"

namespace hallway::api {
namespace {

constexpr size_t kMostLookedAt = 5'000;

bool names(const std::vector<std::string_view>& list, std::string_view type) {
  return std::ranges::find(list, type) != list.end();
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
    case NotificationType::sign_up: return "admin.sign_up";
    case NotificationType::report: return "admin.report";
    case NotificationType::accepted: return "hallway.accepted";
    case NotificationType::asked: return "hallway.question";
  }
  return "";
}

WantedNotifications WantedNotifications::of(const Params& params) {
  return {.types = params.find_all("types"),
          .excluded = params.find_all("exclude_types"),
          .account = params.id("account_id"),
          .held_back = params.flag("include_filtered").value_or(false) ? HeldBack::shown
                                                                       : HeldBack::left_out};
}

bool WantedNotifications::takes(const ReadTxn& txn, const Notification& notification) const {
  const auto name = name_of(notification.type), own = type_for_clients(notification.type);
  if (!types.empty() && !names(types, name)) return false;
  if (account && notification.actor != account) return false;
  return !names(excluded, name) && !names(excluded, own) &&
         passes_policy(txn, notification, held_back);
}

std::string_view WantedNotifications::name_of(NotificationType type) const {
  const auto own = type_for_clients(type);
  return names(types, own) ? own : type_for_clients(usual_type(type));
}

std::optional<Json> notification_json(const View& view, const Notification& notification,
                                      const WantedNotifications& wanted) {
  const auto shown = find_shown(view.txn, view.home, notification, wanted.held_back);
  if (!shown) return std::nullopt;
  Json out{{"id", to_string(notification.id)},
           {"type", wanted.name_of(notification.type)},
           {"created_at", exact_time(notification.at)},
           {"group_key", group_key_of(notification)},
           {"account", account_json(view, shown->actor)}};
  if (notification.filtered) out["filtered"] = true;
  if (shown->post) out["status"] = status_json(view, *shown->post);
  if (shown->report) out["report"] = report_json(view, *shown->report);
  return out;
}

void scan_unread(const ReadTxn& txn, Id person,
                 const std::function<bool(const Notification&)>& visit) {
  const auto marker = find_marker(txn, person, "notifications");
  const Id read = marker ? marker->last_read : Id{};
  size_t looked_at = 0;
  scan_notifications(txn, person, Id{}, [&](const Notification& one) {
    return one.id > read && ++looked_at <= kMostLookedAt && visit(one);
  });
}

}  // namespace hallway::api
