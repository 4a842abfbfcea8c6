#pragma once
// Notifications as clients of the Mastodon API get to see them, and which of them a request is for.

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "server/api/entities.h"
#include "server/params.h"
#include "server/shown_notification.h"
#include "storage/notifications.h"
#include "storage/values/json.h"

namespace hallway::api {

// Kinds of our own begin with "hallway.".
std::string_view type_for_clients(NotificationType type);

// Lives no longer than the parameters it was read from.
struct WantedNotifications {
  std::vector<std::string_view> types, excluded;  // none: every type, no type
  Id account;                                     // who caused them; none: anybody
  HeldBack held_back = HeldBack::left_out;

  static WantedNotifications of(const Params& params);
  [[nodiscard]] bool takes(const ReadTxn& txn, const Notification& notification) const;
  // What it is called: a kind of our own by its name where it was asked for by it, else as the
  // usual one, which every client knows.
  [[nodiscard]] std::string_view name_of(NotificationType type) const;
};

// Nothing where it may not be shown.
std::optional<Json> notification_json(const View& view, const Notification& notification,
                                      const WantedNotifications& wanted = {});

// Those that the person has not read yet, newest first, until `visit` returns false; some thousands
// at most.
void scan_unread(const ReadTxn& txn, Id person,
                 const std::function<bool(const Notification&)>& visit);

}  // namespace hallway::api
