#pragma once
// What a push says of a notification: the members that Mastodon's do, but for the access token, of
// which this node keeps only a digest; and in `hallway`, for the page, who did it (`name`) and
// where the page shows it (`path`).

#include <string>

#include "federation/home.h"
#include "server/shown_notification.h"

namespace hallway {

// JSON that fits into a push.
std::string push_note(const Home& home, const Notification& notification,
                      const ShownNotification& shown);

}  // namespace hallway
