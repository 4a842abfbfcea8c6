#pragma once
// Web push: to which push services programs of people here want to be told of notifications, and
// what is owed to them. Each token has at most one subscription; what is owed is written in the
// transaction of the notification itself.

#include <optional>
#include <string>
#include <vector>

#include "storage/notifications.h"
#include "storage/values/crypto.h"
#include "storage/values/iri.h"

namespace hallway {

inline constexpr size_t kPushKeyBytes = 65;  // an uncompressed point of P-256
inline constexpr size_t kPushAuthBytes = 16;

// Of whom one wants to hear: everybody, whom one follows, one's followers, nobody.
enum class PushPolicy : uint8_t { all, followed, follower, none };

struct PushSubscription {
  Id person;       // local actor
  Digest token{};  // SHA-256 of the secret
  Iri endpoint;
  std::string p256dh, auth;  // raw bytes
  uint32_t alerts = 0;       // bits, by NotificationType
  PushPolicy policy = PushPolicy::all;
  Time created;

  [[nodiscard]] bool wants(NotificationType type) const {
    return (alerts >> static_cast<unsigned>(usual_type(type)) & 1) != 0;
  }
};

std::optional<PushSubscription> find_push_subscription(const ReadTxn& txn, Id person,
                                                       const Digest& token);
Result<void> put_push_subscription(WriteTxn& txn, const PushSubscription& subscription);
// What is owed to it goes with it, when its turn comes. Absent is no error.
Result<void> erase_push_subscription(WriteTxn& txn, Id person, const Digest& token);

// The key by which push services know this node: PKCS#8, made once and kept. Empty: none was made.
std::string find_push_key(const ReadTxn& txn);
Result<void> put_push_key(WriteTxn& txn, std::string_view der);

// One notification owed to one subscription.
struct Push {
  Id id;  // unique among those of one person
  Id person;
  Digest token{};
  Id notification;
  Time created, next;
  uint32_t attempts = 0;
};

// Owes `notification` to every subscription of its recipient that wants to hear of it.
Result<void> owe_pushes(WriteTxn& txn, const Notification& notification);
Result<void> put_push(WriteTxn& txn, Push& push);
Result<void> erase_push(WriteTxn& txn, const Push& push);
Result<void> erase_pushes(WriteTxn& txn, Id person);
std::vector<Push> list_due_pushes(const ReadTxn& txn, Time now, size_t most);
std::optional<Time> next_push(const ReadTxn& txn);

}  // namespace hallway
