#pragma once
// What of a notification may be shown to whom it is for: both doors, the page and the client API,
// ask here.

#include <optional>

#include "federation/home.h"
#include "storage/actors.h"
#include "storage/notifications.h"
#include "storage/posts.h"
#include "storage/reports.h"

namespace hallway {

struct ShownNotification {
  Actor actor;               // who caused it
  std::optional<Post> post;  // what it is about, where it is about one
  std::optional<Report> report = std::nullopt;
};

// What the recipient's policy holds back (storage/notification_policy.h).
enum class HeldBack { left_out, shown };

// Whether the recipient let it through, or asks for what is held back too. What they dismissed
// stays away.
bool passes_policy(const ReadTxn& txn, const Notification& notification, HeldBack held_back);

// Nothing where whoever caused it is gone, suspended or blocked, by the node or by its recipient,
// its post is gone or no longer for the recipient, or the recipient's policy holds it back. What is
// for those who moderate is shown as long as they do.
std::optional<ShownNotification> find_shown(const ReadTxn& txn, const Home& home,
                                            const Notification& notification,
                                            HeldBack held_back = HeldBack::left_out);

}  // namespace hallway
