#include "server/scheduled.h"

#include "federation/post.h"
#include "server/api/statuses.h"
#include "server/draft.h"
#include "server/log.h"
#include "server/node.h"

namespace hallway {
namespace {

constexpr size_t kMostAtOnce = 100;
constexpr Duration kAgain = hours(1);

struct Author {
  Account account;
  Actor actor;
};

Result<Author> author_of(const ReadTxn& txn, Id id) {
  auto account = find_account_of(txn, id);
  auto actor = find_actor(txn, id);
  if (!account || !actor || account->disabled || actor->gone) {
    return fail(Code::forbidden, "its author cannot post");
  }
  return Author{*std::move(account), *std::move(actor)};
}

Result<NewPost> wish_of(Node& node, const Account& author, const ScheduledPost& post) {
  const auto params = TRY(Params::of_json(TRY(parse_json(post.wish))));
  return api::new_post_in(node, author, params);
}

// In the transaction that publishes it the row goes: so it is published once.
Result<void> publish_one(Node& node, const ScheduledPost& due) {
  const auto author = TRY(author_of(TRY(node.read()), due.author));
  auto fresh = TRY(wish_of(node, author.account, due));
  fresh.mentions = resolve_mentions(node, fresh.text);
  const auto attempt = [&] {
    return node.act_as(author.actor, [&](Local& local) -> Result<void> {
      if (!find_scheduled(local.txn, due.author, due.id)) return {};  // taken back meanwhile
      TRY(publish(local, fresh));
      return erase_scheduled(local.txn, due);
    });
  };
  auto done = attempt();
  if (!done && done.error().code == Code::not_found && fresh.in_reply_to) {
    fresh.in_reply_to = Id{};
    done = attempt();
  }
  return done;
}

Result<void> put_off(Node& node, const ScheduledPost& due) {
  return node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    auto post = find_scheduled(txn, due.author, due.id);
    if (!post) return {};
    post->at = node.now() + kAgain;
    return put_scheduled(txn, *post, node.now());
  });
}

}  // namespace

Result<size_t> publish_scheduled(Node& node) {
  const auto due = list_due_posts(TRY(node.read()), node.now(), kMostAtOnce);
  size_t published = 0;
  for (const auto& post : due) {
    const auto done = publish_one(node, post);
    if (done) {
      ++published;
      continue;
    }
    log::warn("scheduled.put_off", {{"id", to_string(post.id)}, {"what", done.error().what}});
    TRY(put_off(node, post));
  }
  return published;
}

Result<ScheduledPost> schedule(Node& node, const Account& account, const Params& params, Time at) {
  if (at < node.now() + kSoonest) {
    return fail(Code::invalid, "scheduled_at must be at least 5 minutes in the future");
  }
  const auto author = TRY(author_of(TRY(node.read()), account.actor));
  const auto fresh = TRY(api::new_post_in(node, account, params));
  // Better refused now than at an hour at which nobody looks: it is published and taken back.
  const auto tried = node.act_as(author.actor, [&](Local& local) -> Result<void> {
    TRY(publish(local, fresh));
    return fail(Code::conflict, "only tried");
  });
  if (tried.error().what != "only tried") return tried.error();
  return node.writer().apply([&](WriteTxn& txn) -> Result<ScheduledPost> {
    ScheduledPost post{.author = author.actor.id, .at = at, .wish = dump_json(params.to_json())};
    for (const auto& known : list_scheduled(txn, post.author)) {
      if (known.at == at && known.wish == post.wish) return known;
    }
    TRY(put_scheduled(txn, post, node.now()));
    return post;
  });
}

}  // namespace hallway
