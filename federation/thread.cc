#include "federation/thread.h"

#include <algorithm>

#include "federation/note.h"
#include "storage/actors.h"
#include "storage/fetches.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {

constexpr size_t kMostAsked = 20;

std::optional<Post> first_of(const ReadTxn& txn, const Post& post) {
  return post.context == post.id ? post : find_post(txn, post.context);
}

bool can_be_asked(const ReadTxn& txn, const Home& home, const Iri& iri) {
  return !iri.empty() && !home.owns(iri) && may_talk(txn, home, iri.domain());
}

Result<void> ask(WriteTxn& txn, const Iri& iri, FetchReason reason, const Post& about, Time now) {
  return add_fetch(
      txn,
      {.iri = iri, .reason = reason, .depth = 1, .next = now, .created = now, .about = about.id});
}

// First of those that lack replies, then of the youngest.
Result<void> ask_for_replies(WriteTxn& txn, const Home& home, const Post& first, Time now) {
  std::vector<Post> posts;
  for (const Id id : find_thread(txn, first.id, kMostOfThread)) {
    auto post = find_post(txn, id);
    if (!post || post->gone || post->local || !can_be_asked(txn, home, post->replies)) continue;
    posts.push_back(std::move(*post));
  }
  std::ranges::reverse(posts);
  std::stable_partition(posts.begin(), posts.end(), [&](const Post& post) {
    return post.replies_there > count_replies(txn, post.id);
  });
  if (posts.size() > kMostAsked) posts.resize(kMostAsked);
  for (const auto& post : posts) TRY(ask(txn, post.replies, FetchReason::replies, post, now));
  return {};
}

}  // namespace

bool is_thread_due(const ReadTxn& txn, const Post& post, Time now) {
  const auto first = first_of(txn, post);
  if (!first || first->gone) return false;
  // Of what nobody else has touched nobody else knows more.
  if (first->local && count_thread(txn, first->id, 2) < 2) return false;
  return has_passed(first->looked, kBetweenLooks, now);
}

Iri context_elsewhere(const Home& home, const Post& first) {
  const auto context = Iri::parse(first.conversation).value_or(Iri());
  if (first.local || context.empty() || home.owns(context)) return {};
  return context.same_origin(first.iri) ? context : Iri();
}

Result<void> ask_for_thread(WriteTxn& txn, const Home& home, Id id, Time now) {
  const auto post = find_post(txn, id);
  if (!post || !is_thread_due(txn, *post, now)) return {};
  auto first = first_of(txn, *post);
  if (!first) return {};
  first->looked = now;
  TRY(update_post(txn, *first));
  if (count_thread(txn, first->id, kMostOfThread) >= kMostOfThread) return {};
  if (!first->parent && can_be_asked(txn, home, first->in_reply_to) &&
      !find_post(txn, first->in_reply_to)) {
    TRY(ask(txn, first->in_reply_to, FetchReason::parent, *first, now));
  }
  const auto context = context_elsewhere(home, *first);
  if (can_be_asked(txn, home, context)) return ask(txn, context, FetchReason::thread, *first, now);
  return ask_for_replies(txn, home, *first, now);
}

size_t count_visible_replies(const ReadTxn& txn, const Home& home, Id post,
                             const Destination& viewer) {
  const auto replies = find_replies(txn, post, kMostRepliesCounted);
  return static_cast<size_t>(std::ranges::count_if(replies, [&](Id id) {
    const auto reply = find_post(txn, id);
    return reply && !reply->gone && may_flow(txn, home, *reply, viewer);
  }));
}

ThreadGaps gaps_of(const ReadTxn& txn, const std::vector<Post>& posts) {
  ThreadGaps gaps;
  for (const auto& post : posts) {
    if (!post.parent && !post.in_reply_to.empty()) gaps.missing.push_back(post.in_reply_to);
    if (post.local || post.gone || post.replies_there == 0) continue;
    const size_t known = count_replies(txn, post.id);
    if (post.replies_there <= known) continue;
    const auto& domain = post.iri.domain().text();
    auto there = std::ranges::find(gaps.more, domain, &Elsewhere::domain);
    if (there == gaps.more.end()) {
      gaps.more.push_back({.domain = domain, .page = post.url.empty() ? post.iri : post.url});
      there = std::prev(gaps.more.end());
    }
    there->replies += post.replies_there - known;
  }
  return gaps;
}

}  // namespace hallway
