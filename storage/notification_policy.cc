#include "storage/notification_policy.h"

#include <algorithm>

#include "storage/accounts.h"
#include "storage/actors.h"
#include "storage/follows.h"
#include "storage/limited.h"
#include "storage/notification_requests.h"
#include "storage/posts.h"
#include "storage/record.h"

namespace hallway {
namespace {

constexpr std::string_view kNames[] = {"accept", "filter", "drop"};
constexpr Duration kNewAccount = days(30), kNewFollower = days(3);
constexpr int kFurthestUp = 20;  // posts of a thread that are looked at

Judgement judgement_from(record::Judgement judgement) {
  return std::min(static_cast<Judgement>(judgement), Judgement::drop);
}

bool was_asked_for(NotificationType of) {
  const auto type = usual_type(of);
  return type == NotificationType::update || type == NotificationType::post ||
         type == NotificationType::poll || is_for_staff(type);
}

bool is_moderator(const ReadTxn& txn, Id actor) {
  const auto account = find_account_of(txn, actor);
  return account && account->role != Role::member;
}

bool is_new(const ReadTxn& txn, const Notification& n) {
  const auto actor = find_actor(txn, n.actor);
  if (!actor) return true;
  const auto since = actor->published.ms ? actor->published : actor->id.time();
  return n.at - since < kNewAccount;
}

bool follows_for_long(const ReadTxn& txn, const Notification& n) {
  const auto follow = find_follow(txn, n.actor, n.recipient);
  return follow && follow->state == FollowState::accepted && n.at - follow->at >= kNewFollower;
}

// What they write to the recipient alone, in a thread in which the recipient wrote nothing.
bool is_unasked_private_mention(const ReadTxn& txn, const Notification& n) {
  if (n.type != NotificationType::mention) return false;
  auto post = find_post(txn, n.post);
  if (!post || post->visibility != Visibility::direct) return false;
  for (int step = 0; step < kFurthestUp && post && post->parent; ++step) {
    post = find_post(txn, post->parent);
    if (post && post->author == n.recipient) return false;
  }
  return true;
}

// Each question is asked only where its answer could count.
class Judging {
 public:
  Judging(const ReadTxn& txn, const Notification& n) : txn_(txn), n_(n) {}
  void hold(Judgement judgement, bool (*applies)(const ReadTxn&, const Notification&)) {
    if (judgement > worst_ && applies(txn_, n_)) worst_ = judgement;
  }
  [[nodiscard]] Judgement worst() const { return worst_; }

 private:
  const ReadTxn& txn_;
  const Notification& n_;
  Judgement worst_ = Judgement::accept;
};

bool always(const ReadTxn&, const Notification&) { return true; }

bool is_by_limited(const ReadTxn& txn, const Notification& n) { return is_limited(txn, n.actor); }

}  // namespace

std::string_view name_of(Judgement judgement) { return kNames[static_cast<size_t>(judgement)]; }

std::optional<Judgement> parse_judgement(std::string_view text) {
  const auto found = std::ranges::find(kNames, text);
  if (found == std::end(kNames)) return std::nullopt;
  return static_cast<Judgement>(found - std::begin(kNames));
}

NotificationPolicy find_notification_policy(const ReadTxn& txn, Id person) {
  const auto value = txn.get(Table::notification_policies, key_of(person));
  if (!value) return {};
  const auto r = decode_record<record::NotificationPolicy>(*value);
  if (!r) return {};
  return {.not_following = judgement_from(r->not_following),
          .not_followers = judgement_from(r->not_followers),
          .new_accounts = judgement_from(r->new_accounts),
          .private_mentions = judgement_from(r->private_mentions),
          .limited_accounts = judgement_from(r->limited_accounts)};
}

Result<void> put_notification_policy(WriteTxn& txn, Id person, const NotificationPolicy& policy) {
  record::NotificationPolicyT r;
  r.not_following = static_cast<record::Judgement>(policy.not_following);
  r.not_followers = static_cast<record::Judgement>(policy.not_followers);
  r.new_accounts = static_cast<record::Judgement>(policy.new_accounts);
  r.private_mentions = static_cast<record::Judgement>(policy.private_mentions);
  r.limited_accounts = static_cast<record::Judgement>(policy.limited_accounts);
  return txn.put(Table::notification_policies, key_of(person),
                 encode_record<record::NotificationPolicy>(r));
}

Judgement judge(const ReadTxn& txn, const Notification& n) {
  if (was_asked_for(n.type) || n.actor == n.recipient) return Judgement::accept;
  const auto policy = find_notification_policy(txn, n.recipient);
  Judging judging(txn, n);
  judging.hold(policy.not_followers,
               [](const ReadTxn& t, const Notification& one) { return !follows_for_long(t, one); });
  if (!follows(txn, n.recipient, n.actor)) {
    judging.hold(policy.not_following, always);
    judging.hold(policy.limited_accounts, is_by_limited);
    judging.hold(policy.new_accounts, is_new);
    judging.hold(policy.private_mentions, is_unasked_private_mention);
  }
  if (judging.worst() == Judgement::accept) return Judgement::accept;
  const bool wanted = is_accepted_sender(txn, n.recipient, n.actor) || is_moderator(txn, n.actor);
  return wanted ? Judgement::accept : judging.worst();
}

}  // namespace hallway
