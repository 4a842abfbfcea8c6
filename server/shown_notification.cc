#include "server/shown_notification.h"

#include "federation/policy.h"
#include "storage/accounts.h"
#include "storage/blocks.h"
#include "storage/notification_requests.h"

namespace hallway {

namespace {

std::optional<ShownNotification> find_shown_to_staff(const ReadTxn& txn, const Notification& one) {
  const auto account = find_account_of(txn, one.recipient);
  auto actor = find_actor(txn, one.actor);
  if (!account || account->role == Role::member || !actor || actor->gone) return std::nullopt;
  auto report = one.report ? find_report(txn, one.report) : std::nullopt;
  if (one.type == NotificationType::report && !report) return std::nullopt;
  return ShownNotification{std::move(*actor), std::nullopt, std::move(report)};
}

}  // namespace

bool passes_policy(const ReadTxn& txn, const Notification& notification, HeldBack held_back) {
  switch (shownness_of(txn, notification)) {
    case Shownness::shown: return true;
    case Shownness::held_back: return held_back == HeldBack::shown;
    case Shownness::dismissed: break;
  }
  return false;
}

std::optional<ShownNotification> find_shown(const ReadTxn& txn, const Home& home,
                                            const Notification& notification, HeldBack held_back) {
  if (!passes_policy(txn, notification, held_back)) return std::nullopt;
  if (is_for_staff(notification.type)) return find_shown_to_staff(txn, notification);
  const Id me = notification.recipient;
  auto actor = find_actor(txn, notification.actor);
  if (!actor || !may_be_shown(txn, home, *actor) || estranged(txn, me, actor->id) ||
      (!actor->local && blocks_domain(txn, me, actor->iri.domain()))) {
    return std::nullopt;
  }
  if (!notification.post) return ShownNotification{std::move(*actor), std::nullopt};
  auto post = find_post(txn, notification.post);
  if (!post || post->gone || !may_flow(txn, home, *post, Destination::to_person(me))) {
    return std::nullopt;
  }
  return ShownNotification{std::move(*actor), std::move(post)};
}

}  // namespace hallway
