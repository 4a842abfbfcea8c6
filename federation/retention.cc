#include "federation/retention.h"

#include <algorithm>

#include "storage/actors.h"
#include "storage/forget_post.h"
#include "storage/log.h"
#include "storage/quotes.h"
#include "storage/reactions.h"
#include "storage/votes.h"

namespace hallway {
namespace {

constexpr std::string_view kWorker = "retention";
constexpr size_t kPostsAtOnce = 200;      // looked at or forgotten in one transaction
constexpr size_t kTransactions = 20;      // of one run
constexpr size_t kLargestThread = 1'000;  // a larger one is kept, whatever it is
constexpr size_t kMostNotices = 1'000;    // of one kind; where there are more, the post is kept

bool is_ours(const Home& home, const std::string& text) {
  const auto iri = Iri::parse(text);
  return iri && home.owns(*iri);
}

bool addresses_us(const Home& home, const Post& post) {
  const auto ours = [&](const std::string& text) { return is_ours(home, text); };
  if (!post.quote.empty() && home.owns(post.quote)) return true;
  return std::ranges::any_of(post.to, ours) || std::ranges::any_of(post.cc, ours) ||
         std::ranges::any_of(post.mentions, [&](const Mention& m) { return home.owns(m.iri); });
}

bool is_of_this_node(const ReadTxn& txn, Id actor) {
  const auto known = find_actor(txn, actor);
  return known && known->local;
}

// Did anybody here react to it, vote in it, quote or boost it, or anybody boost it of late?
bool was_noticed(const ReadTxn& txn, const Post& post, Time before) {
  const auto here = [&](Id actor) { return is_of_this_node(txn, actor); };
  const auto reactions = list_reactions_of(txn, post.id, kMostNotices);
  const auto voters = post.poll ? list_voters(txn, post.id, kMostNotices) : std::vector<Id>();
  const auto quoting = list_quoting(txn, post.iri, kMostNotices);
  const auto boosting = list_boosting(txn, post.id, Id{}, kMostNotices);
  if (std::max({reactions.size(), voters.size(), quoting.size(), boosting.size()}) ==
      kMostNotices) {
    return true;
  }
  if (std::ranges::any_of(reactions, here, &Reaction::actor)) return true;
  if (std::ranges::any_of(voters, here)) return true;
  for (const auto id : quoting) {
    const auto quote = find_post(txn, id);
    if (quote && quote->local) return true;
  }
  return std::ranges::any_of(boosting, [&](Id actor) {
    const auto boost = find_boost(txn, post.id, actor);
    return here(actor) || (boost && boost->at >= before);
  });
}

// Does it stand before somebody here whom it no longer addresses? Only an edit takes a mention
// back.
bool still_stands_before_us(const ReadTxn& txn, const Post& post) {
  if (post.earlier.empty()) return false;
  bool stands = false;
  for_each_local_actor(txn, [&](const Actor& person) {
    stands = stands || txn.has(Table::by_person, key_of(person.id, post.id));
  });
  return stands;
}

// Every way in which a post may be of use to somebody here.
bool is_of_use(const ReadTxn& txn, const Home& home, const Post& post, Time before) {
  if (post.local || post.id.time() >= before) return true;
  return addresses_us(home, post) || still_stands_before_us(txn, post) ||
         was_noticed(txn, post, before);
}

// The posts of a thread that can go; nothing where it is to be kept. Tombstones stay: nothing
// brings back what was deleted.
std::vector<Post> forgettable(const ReadTxn& txn, const Home& home, Id context, Time before) {
  const auto ids = find_thread(txn, context, kLargestThread + 1);
  if (ids.size() > kLargestThread) return {};
  std::vector<Post> posts;
  for (const auto id : ids) {
    auto post = find_post(txn, id);
    if (!post || (post->gone && !post->local)) continue;
    if (is_of_use(txn, home, *post, before)) return {};
    posts.push_back(std::move(*post));
  }
  return posts;
}

bool begins_its_thread(const ReadTxn& txn, const Post& post) {
  const auto first = find_thread(txn, post.context, 1);
  return !first.empty() && first.front() == post.id;
}

}  // namespace

struct Retention::Stretch {
  size_t looked_at = 0, forgotten = 0;
  Id reached;
  bool at_end = false;
};

Result<Retention::Stretch> Retention::work(WriteTxn& txn, Time now) {
  const Time before = now - kept_;
  Stretch stretch;
  std::vector<Id> ids;
  stretch.at_end = true;
  const Id after{find_position(txn, kWorker)};
  txn.scan(
      Table::posts, {},
      [&](std::string_view key, std::string_view) {
        const auto id = id_at(key, 0);
        if (id.time() >= before) return false;
        ids.push_back(id);
        stretch.at_end = ids.size() < kPostsAtOnce;
        return stretch.at_end;
      },
      key_of(Id{after.value + 1}));
  for (const auto id : ids) {
    if (stretch.looked_at + stretch.forgotten >= kPostsAtOnce) {
      stretch.at_end = false;
      break;
    }
    stretch.reached = id;
    ++stretch.looked_at;
    const auto post = find_post(txn, id);
    if (!post || !begins_its_thread(txn, *post)) continue;
    for (const auto& one : forgettable(txn, home_, post->context, before)) {
      TRY(forget_post(txn, one, now));
      ++stretch.forgotten;
    }
  }
  TRY(put_position(txn, kWorker, stretch.at_end ? 0 : stretch.reached.value));
  return stretch;
}

Result<void> Retention::run(Time now) {
  const bool too_early = now < next_round_ && next_round_ - now <= days(1);
  if (kept_.ms <= 0 || too_early) return {};
  for (size_t turn = 0; turn < kTransactions; ++turn) {
    const auto stretch = TRY(writer_.apply([&](WriteTxn& txn) { return work(txn, now); }));
    figures_.looked_at += stretch.looked_at;
    figures_.forgotten += stretch.forgotten;
    if (stretch.reached) figures_.reached_ms = stretch.reached.time().ms;
    if (!stretch.at_end) continue;
    next_round_ = now + days(1);
    return {};
  }
  return {};
}

}  // namespace hallway
