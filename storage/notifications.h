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
  poll,  // one of theirs, or one they voted in, has ended
  emoji  // a reaction with an emoji
};

struct Notification {
  Id id;
  Id recipient;  // local actor
  NotificationType type = NotificationType::mention;
  Id actor;  // who caused it
  Id post;   // none for follows
  Time at;
};

// Nothing is added of somebody whom the recipient blocks or muted, who blocks the recipient,
// or whose domain the recipient blocks; nor of a thread that the recipient muted.
Result<void> add_notification(WriteTxn& txn, Notification notification);
// Newest first, below `before` (0: all), until `visit` returns false.
void scan_notifications(const ReadTxn& txn, Id recipient, Id before,
                        const std::function<bool(const Notification&)>& visit);

}  // namespace hallway
