#include "federation/watch.h"

#include <algorithm>

#include "federation/policy.h"
#include "storage/follows.h"
#include "storage/notifications.h"

namespace hallway {
namespace {

bool answers_somebody_else(const ReadTxn& txn, const Post& post) {
  if (post.in_reply_to.empty()) return false;
  const auto parent = post.parent ? find_post(txn, post.parent) : std::nullopt;
  return !parent || parent->author != post.author;
}

bool mentions(const Post& post, const Actor& person) {
  return std::ranges::find(post.mentions, person.iri, &Mention::iri) != post.mentions.end();
}

}  // namespace

Result<void> tell_watchers(WriteTxn& txn, const Home& home, const Post& post, Time now) {
  if (txn.count(Table::watchers) == 0 || post.visibility == Visibility::direct) return {};
  const auto watchers = list_watchers(txn, post.author);
  if (watchers.empty() || answers_somebody_else(txn, post)) return {};
  for (const Id watcher : watchers) {
    const auto person = find_actor(txn, watcher);
    if (!person || !person->local || mentions(post, *person)) continue;
    if (!may_flow(txn, home, post, Destination::to_person(watcher))) continue;
    TRY(add_notification(txn, {.recipient = watcher,
                               .type = NotificationType::post,
                               .actor = post.author,
                               .post = post.id,
                               .at = now}));
  }
  return {};
}

}  // namespace hallway
