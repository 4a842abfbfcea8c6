#include "storage/push.h"

#include <algorithm>

#include "storage/follows.h"
#include "storage/ids.h"
#include "storage/record.h"

namespace hallway {
namespace {

Key push_key_key() { return key_of_text("key of web push"); }

std::string text_in(const std::vector<uint8_t>& bytes) { return {bytes.begin(), bytes.end()}; }
std::vector<uint8_t> bytes_in(std::string_view text) { return {text.begin(), text.end()}; }

Digest digest_in(std::string_view bytes) {
  Digest digest{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), digest.size()), digest.begin());
  return digest;
}

std::optional<PushSubscription> subscription_in(std::string_view key, std::string_view value) {
  auto r = decode_record<record::PushSubscription>(value);
  if (!r) return std::nullopt;
  return PushSubscription{.person = id_at(key, 0),
                          .token = digest_in(key.substr(8)),
                          .endpoint = Iri::parse(r->endpoint).value_or(Iri()),
                          .p256dh = text_in(r->p256dh),
                          .auth = text_in(r->auth),
                          .alerts = r->alerts,
                          .policy = static_cast<PushPolicy>(r->policy),
                          .created = {r->created}};
}

std::optional<Push> push_in(Id person, std::string_view value) {
  const auto r = decode_record<record::Push>(value);
  if (!r) return std::nullopt;
  return Push{.id = {r->id},
              .person = person,
              .token = digest_in(text_in(r->token)),
              .notification = {r->notification},
              .created = {r->created},
              .next = {r->next},
              .attempts = r->attempts};
}

std::optional<Push> find_push(const ReadTxn& txn, Id person, Id id) {
  const auto value = txn.get(Table::pushes, key_of(person, id));
  return value ? push_in(person, *value) : std::nullopt;
}

Key due_key(const Push& push) { return key_of(push.next, push.id, push.person); }

bool wants(const ReadTxn& txn, const PushSubscription& subscription, const Notification& one) {
  if (!subscription.wants(one.type)) return false;
  switch (subscription.policy) {
    case PushPolicy::all: return true;
    case PushPolicy::followed: return follows(txn, one.recipient, one.actor);
    case PushPolicy::follower: return follows(txn, one.actor, one.recipient);
    case PushPolicy::none: break;
  }
  return false;
}

}  // namespace

std::optional<PushSubscription> find_push_subscription(const ReadTxn& txn, Id person,
                                                       const Digest& token) {
  const auto key = key_of(person, token);
  const auto value = txn.get(Table::push_subscriptions, key);
  return value ? subscription_in(key, *value) : std::nullopt;
}

Result<void> put_push_subscription(WriteTxn& txn, const PushSubscription& subscription) {
  record::PushSubscriptionT r;
  r.endpoint = subscription.endpoint.text();
  r.p256dh = bytes_in(subscription.p256dh);
  r.auth = bytes_in(subscription.auth);
  r.alerts = subscription.alerts;
  r.policy = static_cast<record::PushPolicy>(subscription.policy);
  r.created = subscription.created.ms;
  return txn.put(Table::push_subscriptions, key_of(subscription.person, subscription.token),
                 encode_record<record::PushSubscription>(r));
}

Result<void> erase_push_subscription(WriteTxn& txn, Id person, const Digest& token) {
  return txn.erase(Table::push_subscriptions, key_of(person, token));
}

std::string find_push_key(const ReadTxn& txn) {
  auto text = txn.get(Table::meta, push_key_key()).value_or("");
  text = text.substr(0, text.find('\0'));  // values are padded
  return parse_base64(text).value_or(std::string());
}

Result<void> put_push_key(WriteTxn& txn, std::string_view der) {
  return txn.put(Table::meta, push_key_key(), base64(der));
}

Result<void> owe_pushes(WriteTxn& txn, const Notification& notification) {
  std::vector<PushSubscription> wanting;
  txn.scan(Table::push_subscriptions, key_of(notification.recipient),
           [&](std::string_view key, std::string_view value) {
             auto one = subscription_in(key, value);
             if (one && wants(txn, *one, notification)) wanting.push_back(*std::move(one));
             return true;
           });
  for (const auto& one : wanting) {
    Push push{.person = one.person,
              .token = one.token,
              .notification = notification.id,
              .created = notification.at,
              .next = notification.at};
    TRY(put_push(txn, push));
  }
  return {};
}

Result<void> put_push(WriteTxn& txn, Push& push) {
  if (!push.id) push.id = allocate_id_of(txn, Table::pushes, push.person, push.created);
  if (const auto old = find_push(txn, push.person, push.id)) {
    TRY(txn.erase(Table::pushes_due, due_key(*old)));
  }
  record::PushT r;
  r.id = push.id.value;
  r.token.assign(push.token.begin(), push.token.end());
  r.notification = push.notification.value;
  r.created = push.created.ms;
  r.next = push.next.ms;
  r.attempts = push.attempts;
  TRY(txn.put(Table::pushes, key_of(push.person, push.id), encode_record<record::Push>(r)));
  return txn.put(Table::pushes_due, due_key(push), {});
}

Result<void> erase_push(WriteTxn& txn, const Push& push) {
  const auto kept = find_push(txn, push.person, push.id);
  if (!kept) return {};
  TRY(txn.erase(Table::pushes_due, due_key(*kept)));
  return txn.erase(Table::pushes, key_of(push.person, push.id));
}

Result<void> erase_pushes(WriteTxn& txn, Id person) {
  std::vector<Push> all;
  txn.scan(Table::pushes, key_of(person), [&](std::string_view, std::string_view value) {
    if (auto push = push_in(person, value)) all.push_back(*push);
    return true;
  });
  for (const auto& push : all) TRY(erase_push(txn, push));
  return {};
}

std::vector<Push> list_due_pushes(const ReadTxn& txn, Time now, size_t most) {
  std::vector<Push> due;
  if (most == 0) return due;
  txn.scan(Table::pushes_due, {}, [&](std::string_view key, std::string_view) {
    if (Time{static_cast<int64_t>(number_at(key, 0))} > now) return false;
    if (auto push = find_push(txn, id_at(key, 16), id_at(key, 8))) due.push_back(*push);
    return due.size() < most;
  });
  return due;
}

std::optional<Time> next_push(const ReadTxn& txn) {
  auto rows = txn.cursor(Table::pushes_due);
  const auto first = rows.seek({});
  if (!first) return std::nullopt;
  return Time{static_cast<int64_t>(number_at(first->key, 0))};
}

}  // namespace hallway
