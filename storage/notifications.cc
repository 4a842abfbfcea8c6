#include "storage/notifications.h"

#include "storage/accounts.h"
#include "storage/actors.h"
#include "storage/blocks.h"
#include "storage/ids.h"
#include "storage/muted_threads.h"
#include "storage/notification_policy.h"
#include "storage/notification_requests.h"
#include "storage/posts.h"
#include "storage/push.h"
#include "storage/record.h"

namespace hallway {
namespace {

bool is_unwanted(const ReadTxn& txn, const Notification& n) {
  if (is_for_staff(n.type)) return false;
  if (estranged(txn, n.recipient, n.actor)) return true;
  const auto mute = find_mute(txn, n.recipient, n.actor);
  if (mute && mute->notifications) return true;
  if (n.post && has_muted_thread_of(txn, n.recipient, n.post)) return true;
  if (txn.count(Table::domain_blocks) == 0) return false;
  const auto actor = find_actor(txn, n.actor);
  return actor && !actor->local && blocks_domain(txn, n.recipient, actor->iri.domain());
}

Notification from_record(const record::NotificationT& r) {
  return {.id = {r.id},
          .recipient = {r.recipient},
          .type = static_cast<NotificationType>(r.type),
          .actor = {r.actor},
          .post = {r.post},
          .at = {r.at},
          .filtered = r.filtered,
          .report = {r.report}};
}

}  // namespace

Result<void> add_notification(WriteTxn& txn, Notification n) {
  if (is_unwanted(txn, n)) return {};
  const auto judgement = judge(txn, n);
  if (judgement == Judgement::drop) return {};
  n.filtered = judgement == Judgement::filter;
  n.id = allocate_id_of(txn, Table::notifications, n.recipient, n.at);
  record::NotificationT r;
  r.id = n.id.value;
  r.recipient = n.recipient.value;
  r.type = static_cast<record::NotificationType>(n.type);
  r.actor = n.actor.value;
  r.post = n.post.value;
  r.at = n.at.ms;
  r.filtered = n.filtered;
  r.report = n.report.value;
  if (n.filtered) TRY(note_held_back(txn, n));
  TRY(txn.put(Table::notifications, key_of(n.recipient, n.id),
              encode_record<record::Notification>(r)));
  return n.filtered ? Result<void>() : owe_pushes(txn, n);
}

Result<void> notify_staff(WriteTxn& txn, Notification notification) {
  std::vector<Id> staff;
  for_each_account(txn, [&](const Account& account) {
    if (account.role != Role::member && !account.disabled) staff.push_back(account.actor);
  });
  for (const auto person : staff) {
    notification.recipient = person;
    if (person != notification.actor) TRY(add_notification(txn, notification));
  }
  return {};
}

std::optional<Notification> find_notification(const ReadTxn& txn, Id recipient, Id id) {
  const auto value = txn.get(Table::notifications, key_of(recipient, id));
  if (!value) return std::nullopt;
  const auto r = decode_record<record::Notification>(*value);
  if (!r) return std::nullopt;
  return from_record(*r);
}

Result<void> erase_notification(WriteTxn& txn, Id recipient, Id id) {
  return txn.erase(Table::notifications, key_of(recipient, id));
}

void scan_notifications(const ReadTxn& txn, Id recipient, Id before,
                        const std::function<bool(const Notification&)>& visit) {
  const auto end = key_of(recipient, before);
  txn.scan_down(
      Table::notifications, key_of(recipient),
      [&](std::string_view, std::string_view value) {
        const auto r = decode_record<record::Notification>(value);
        return !r || visit(from_record(*r));
      },
      before ? end.view() : std::string_view());
}

void scan_notifications_up(const ReadTxn& txn, Id recipient, Id after,
                           const std::function<bool(const Notification&)>& visit) {
  txn.scan(
      Table::notifications, key_of(recipient),
      [&](std::string_view, std::string_view value) {
        const auto r = decode_record<record::Notification>(value);
        return !r || visit(from_record(*r));
      },
      key_of(recipient, after.value + 1));
}

Result<size_t> erase_notifications(WriteTxn& txn, Id recipient, size_t most) {
  std::vector<Id> found;
  scan_notifications(txn, recipient, Id{}, [&](const Notification& one) {
    if (shownness_of(txn, one) != Shownness::held_back) found.push_back(one.id);
    return found.size() < most;
  });
  for (const auto id : found) TRY(erase_notification(txn, recipient, id));
  return found.size();
}

}  // namespace hallway
