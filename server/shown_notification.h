#pragma once
// What of a notification may be shown to whom it is for: both doors, the page and the client API,
// ask here.

#include <optional>

#include "federation/home.h"
#include "storage/actors.h"
#include "storage/notifications.h"
#include "storage/posts.h"

namespace hallway {

struct ShownNotification {
  Actor actor;               // who caused it
  std::optional<Post> post;  // what it is about, where it is about one
};

// Nothing where whoever caused it is gone, suspended or blocked, by the node or by its recipient,
// or its post is gone or no longer for the recipient.
std::optional<ShownNotification> find_shown(const ReadTxn& txn, const Home& home,
                                            const Notification& notification);

}  // namespace hallway
