#include "storage/notification_requests.h"

#include "storage/record.h"

namespace hallway {
namespace {

using Sender = record::NotificationSenderT;

Sender sender_of(const ReadTxn& txn, Id person, Id actor) {
  const auto value = txn.get(Table::notification_senders, key_of(person, actor));
  if (!value) return {};
  return decode_record<record::NotificationSender>(*value).value_or(Sender());
}

Result<void> put_sender(WriteTxn& txn, Id person, Id actor, const Sender& sender) {
  return txn.put(Table::notification_senders, key_of(person, actor),
                 encode_record<record::NotificationSender>(sender));
}

NotificationRequest from_record(const record::NotificationRequestT& r) {
  return {.id = {r.id},
          .actor = {r.actor},
          .updated = {r.updated},
          .mentions = r.mentions,
          .last_post = {r.last_post}};
}

Result<void> put_request(WriteTxn& txn, Id person, const NotificationRequest& request) {
  record::NotificationRequestT r;
  r.id = request.id.value;
  r.actor = request.actor.value;
  r.updated = request.updated.ms;
  r.mentions = request.mentions;
  r.last_post = request.last_post.value;
  return txn.put(Table::notification_requests, key_of(person, request.id),
                 encode_record<record::NotificationRequest>(r));
}

// Takes the request away and says whose it was.
Result<Id> take_request(WriteTxn& txn, Id person, Id id) {
  const auto request = find_request(txn, person, id);
  if (!request) return fail(Code::not_found, "no such notification request");
  TRY(txn.erase(Table::notification_requests, key_of(person, id)));
  return request->actor;
}

Id latest_notification(const ReadTxn& txn, Id person) {
  Id latest;
  txn.scan_down(Table::notifications, key_of(person), [&](std::string_view key, std::string_view) {
    latest = id_at(key, 8);
    return false;
  });
  return latest;
}

}  // namespace

Result<void> note_held_back(WriteTxn& txn, const Notification& n) {
  if (n.type != NotificationType::mention) return {};
  auto sender = sender_of(txn, n.recipient, n.actor);
  auto request = find_request(txn, n.recipient, Id{sender.request})
                     .value_or(NotificationRequest{.id = n.id, .actor = n.actor});
  request.updated = n.at;
  request.last_post = n.post;
  ++request.mentions;
  if (sender.request != request.id.value) {
    sender.request = request.id.value;
    TRY(put_sender(txn, n.recipient, n.actor, sender));
  }
  return put_request(txn, n.recipient, request);
}

std::optional<NotificationRequest> find_request(const ReadTxn& txn, Id person, Id id) {
  const auto value = txn.get(Table::notification_requests, key_of(person, id));
  if (!value) return std::nullopt;
  const auto r = decode_record<record::NotificationRequest>(*value);
  if (!r) return std::nullopt;
  return from_record(*r);
}

void scan_requests(const ReadTxn& txn, Id person, Id before,
                   const std::function<bool(const NotificationRequest&)>& visit) {
  const auto end = key_of(person, before);
  txn.scan_down(
      Table::notification_requests, key_of(person),
      [&](std::string_view, std::string_view value) {
        const auto r = decode_record<record::NotificationRequest>(value);
        return !r || visit(from_record(*r));
      },
      before ? end.view() : std::string_view());
}

Result<void> accept_request(WriteTxn& txn, Id person, Id id, Time now) {
  const auto actor = TRY(take_request(txn, person, id));
  auto sender = sender_of(txn, person, actor);
  sender.request = 0;
  sender.accepted = now.ms;
  return put_sender(txn, person, actor, sender);
}

Result<void> dismiss_request(WriteTxn& txn, Id person, Id id) {
  const auto actor = TRY(take_request(txn, person, id));
  auto sender = sender_of(txn, person, actor);
  sender.request = 0;
  sender.dismissed = latest_notification(txn, person).value;
  return put_sender(txn, person, actor, sender);
}

bool is_accepted_sender(const ReadTxn& txn, Id person, Id actor) {
  return sender_of(txn, person, actor).accepted != 0;
}

Shownness shownness_of(const ReadTxn& txn, const Notification& n) {
  if (!n.filtered) return Shownness::shown;
  const auto sender = sender_of(txn, n.recipient, n.actor);
  if (n.id.value <= sender.dismissed) return Shownness::dismissed;
  return sender.accepted != 0 ? Shownness::shown : Shownness::held_back;
}

}  // namespace hallway
