#pragma once
// People whose notifications a recipient's policy holds back: each of them who mentioned the
// recipient makes one request, which the recipient accepts or dismisses. Accepting lets through
// what was held back and what will come; dismissing forgets what was held back so far.

#include <functional>
#include <optional>

#include "storage/notifications.h"

namespace hallway {

struct NotificationRequest {
  Id id;     // of the first notification that was held back
  Id actor;  // who caused them
  Time updated;
  uint32_t mentions = 0;  // held back so far
  Id last_post;
};

// Called for each notification as it is held back; only mentions make a request.
Result<void> note_held_back(WriteTxn& txn, const Notification& notification);

std::optional<NotificationRequest> find_request(const ReadTxn& txn, Id person, Id id);
// Newest first, below `before` (0: all), until `visit` returns false.
void scan_requests(const ReadTxn& txn, Id person, Id before,
                   const std::function<bool(const NotificationRequest&)>& visit);
// Fail with not_found.
Result<void> accept_request(WriteTxn& txn, Id person, Id id, Time now);
Result<void> dismiss_request(WriteTxn& txn, Id person, Id id);

bool is_accepted_sender(const ReadTxn& txn, Id person, Id actor);

// How a notification stands after all that its recipient said.
enum class Shownness : uint8_t { shown, held_back, dismissed };
Shownness shownness_of(const ReadTxn& txn, const Notification& notification);

}  // namespace hallway
