#pragma once
// What happened to a local person: mentions, follows, reactions, boosts.

#include <functional>
#include <optional>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

enum class NotificationType : uint8_t {
  mention,
  follow,
  follow_request,
  reaction,
  boost,
  update,
  post,
  poll,      // one of theirs, or one they voted in, has ended
  emoji,     // a reaction with an emoji
  sign_up,   // for those who moderate: somebody has signed up
  report,    // for those who moderate
  accepted,  // an answer of theirs, by whoever asked; `post` is the question
  asked      // a question to which they may know the answer
};
// As which of the kinds that every client knows it is told to those that know no other.
constexpr NotificationType usual_type(NotificationType type) {
  if (type == NotificationType::accepted) return NotificationType::update;
  return type == NotificationType::asked ? NotificationType::post : type;
}
// Those are of no concern of the recipient's as a person: nothing that stands between two people
// keeps them away.
constexpr bool is_for_staff(NotificationType type) {
  return type == NotificationType::sign_up || type == NotificationType::report;
}

struct Notification {
  Id id;
  Id recipient;  // local actor
  NotificationType type = NotificationType::mention;
  Id actor;  // who caused it
  Id post;   // none for follows
  Time at;
  bool filtered = false;  // held back by the recipient's policy (notification_policy.h)
  Id report;              // of `report`: which
};

// Nothing is added of somebody whom the recipient blocks or muted, who blocks the recipient,
// whose domain the recipient blocks, or whose notifications their policy drops; nor of a thread
// that the recipient muted.
Result<void> add_notification(WriteTxn& txn, Notification notification);
// The same to each who moderates, whoever `notification` says that it is for.
Result<void> notify_staff(WriteTxn& txn, Notification notification);
std::optional<Notification> find_notification(const ReadTxn& txn, Id recipient, Id id);
Result<void> erase_notification(WriteTxn& txn, Id recipient, Id id);
// Newest first, below `before` (0: all), until `visit` returns false.
void scan_notifications(const ReadTxn& txn, Id recipient, Id before,
                        const std::function<bool(const Notification&)>& visit);
// Oldest first, above `after`.
void scan_notifications_up(const ReadTxn& txn, Id recipient, Id after,
                           const std::function<bool(const Notification&)>& visit);
// Erases at most `most` that were not held back, the newest first; returns how many.
Result<size_t> erase_notifications(WriteTxn& txn, Id recipient, size_t most);

}  // namespace hallway
