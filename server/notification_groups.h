#pragma once
// Notifications of one kind about one thing within half a day, told as one: "seven people liked
// this". A group is named by a key that is computed from the notification alone, so that nothing
// need be stored and every door names it alike.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "federation/timeline.h"
#include "storage/notifications.h"

namespace hallway {

// "favourite-POST-N", "reblog-POST-N", "follow-N", where N counts half days; of other kinds
// "ungrouped-ID", which is one notification alone.
std::string group_key_of(const Notification& notification);
std::string lone_key_of(const Notification& notification);

// Where the notifications of a group lie.
struct GroupRange {
  Id first, last;  // no id outside of these two
  std::string key;

  [[nodiscard]] bool holds(const Notification& notification) const;
};
// Nothing where it is no such key.
std::optional<GroupRange> parse_group_key(std::string_view key);

struct NotificationGroup {
  std::string key;
  Notification latest;
  Id oldest_on_page;
  size_t count = 0;
  std::vector<Id> actors;  // who caused the last ones, newest first, each once; at most eight
};

struct Grouping {
  // Whether a notification counts at all.
  std::function<bool(const Notification&)> takes;
  // Whether one of its kind may stand in a group; else it stands alone.
  std::function<bool(const Notification&)> groups;
};

struct GroupPage {
  std::vector<NotificationGroup> groups;  // the one with the newest notification first
  Id newest, oldest;                      // of all that it was made of
};
// At most `window.limit` groups. What lies below the page counts for the groups that reach there;
// at most some thousands are looked at.
GroupPage group_page(const ReadTxn& txn, Id recipient, const Window& window,
                     const Grouping& grouping);

// A whole group; nothing where it is empty.
std::optional<NotificationGroup> find_group(const ReadTxn& txn, Id recipient,
                                            const GroupRange& range, const Grouping& grouping);
// Its notifications below `before` (0: all), newest first, until `visit` returns false.
void scan_group(const ReadTxn& txn, Id recipient, const GroupRange& range, Id before,
                const std::function<bool(const Notification&)>& visit);

}  // namespace hallway
