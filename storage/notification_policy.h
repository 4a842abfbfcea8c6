#pragma once
// What becomes of notifications that people cause of whom their recipient knows little: each kind
// of such people may be accepted, held back until the recipient has decided about them
// (notification_requests.h), or dropped.

#include <optional>
#include <string_view>

#include "storage/notifications.h"

namespace hallway {

enum class Judgement : uint8_t { accept, filter, drop };
std::string_view name_of(Judgement judgement);
std::optional<Judgement> parse_judgement(std::string_view text);

struct NotificationPolicy {
  Judgement not_following = Judgement::accept;     // the recipient does not follow them
  Judgement not_followers = Judgement::accept;     // they do not, or since less than three days
  Judgement new_accounts = Judgement::accept;      // there since less than 30 days
  Judgement private_mentions = Judgement::accept;  // they write directly, and not in answer
  Judgement limited_accounts = Judgement::filter;  // limited by this node
  friend bool operator==(const NotificationPolicy&, const NotificationPolicy&) = default;
};

// As it is where the person set nothing, too.
NotificationPolicy find_notification_policy(const ReadTxn& txn, Id person);
Result<void> put_notification_policy(WriteTxn& txn, Id person, const NotificationPolicy& policy);

// The severest that holds. Of people here who moderate, and of whom the recipient said that theirs
// are wanted, all is accepted; so is what the recipient asked for (posts, polls, edits).
Judgement judge(const ReadTxn& txn, const Notification& notification);

}  // namespace hallway
