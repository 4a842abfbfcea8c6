#include "storage/notifications.h"

#include "storage/actors.h"
#include "storage/blocks.h"
#include "storage/ids.h"
#include "storage/muted_threads.h"
#include "storage/posts.h"
#include "storage/push.h"
#include "storage/record.h"

namespace hallway {
namespace {

bool is_unwanted(const ReadTxn& txn, const Notification& n) {
  if (estranged(txn, n.recipient, n.actor)) return true;
  const auto mute = find_mute(txn, n.recipient, n.actor);
  if (mute && mute->notifications) return true;
  if (n.post && has_muted_thread_of(txn, n.recipient, n.post)) return true;
  if (txn.count(Table::domain_blocks) == 0) return false;
  const auto actor = find_actor(txn, n.actor);
  return actor && !actor->local && blocks_domain(txn, n.recipient, actor->iri.domain());
}

}  // namespace

Result<void> add_notification(WriteTxn& txn, Notification n) {
  if (is_unwanted(txn, n)) return {};
  n.id = allocate_id_of(txn, Table::notifications, n.recipient, n.at);
  record::NotificationT r;
  r.id = n.id.value;
  r.recipient = n.recipient.value;
  r.type = static_cast<record::NotificationType>(n.type);
  r.actor = n.actor.value;
  r.post = n.post.value;
  r.at = n.at.ms;
  TRY(txn.put(Table::notifications, key_of(n.recipient, n.id),
              encode_record<record::Notification>(r)));
  return owe_pushes(txn, n);
}

void scan_notifications(const ReadTxn& txn, Id recipient, Id before,
                        const std::function<bool(const Notification&)>& visit) {
  const auto end = key_of(recipient, before);
  txn.scan_down(
      Table::notifications, key_of(recipient),
      [&](std::string_view, std::string_view value) {
        const auto r = decode_record<record::Notification>(value);
        if (!r) return true;
        return visit({.id = {r->id},
                      .recipient = {r->recipient},
                      .type = static_cast<NotificationType>(r->type),
                      .actor = {r->actor},
                      .post = {r->post},
                      .at = {r->at}});
      },
      before ? end.view() : std::string_view());
}

}  // namespace hallway
