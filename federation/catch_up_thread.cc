// The part of CatchUp that fills threads and featured collections. Whatever a collection names is
// asked of its own origin, whatever it carries inline (attack 18); how much of it, FetchBudget says
// (attack 30).

#include "federation/catch_up.h"
#include "federation/featured_tags.h"
#include "federation/note.h"
#include "federation/pin.h"
#include "federation/policy.h"
#include "federation/thread.h"
#include "storage/names.h"
#include "storage/pins.h"

namespace hallway {
namespace {

constexpr uint32_t kMostPages = 10;
constexpr uint32_t kDeepestReplies = 5;  // from the post that somebody looked at
constexpr uint32_t kNoParents = 1'000;   // beyond what store_fetched asks parents for

bool is_wanted(const ReadTxn& txn, const Home& home, const Iri& iri) {
  return !home.owns(iri) && !find_named(txn, iri) && may_talk(txn, home, iri.domain()).allowed;
}

// What comes because a collection names it must answer a post of the thread, or say that it is part
// of the same conversation: else whoever serves a collection could fill our store with anything.
bool belongs(const ReadTxn& txn, const Post& reply, const Post& of) {
  if (reply.in_reply_to.empty()) return false;
  const auto parent = find_post(txn, reply.in_reply_to);
  if (parent) return parent->context == of.context;
  const auto first = find_post(txn, of.context);
  return first && !first->conversation.empty() && first->conversation == reply.conversation;
}

}  // namespace

Result<void> CatchUp::work_collection(const Fetch& fetch) {
  const auto document = TRY(parts_.fetcher.fetch(fetch.iri));
  const auto read = read_collection(document.json, document.url);
  return parts_.writer.apply([&](WriteTxn& txn) { return ask_for_items(txn, fetch, read); });
}

Result<void> CatchUp::ask_for_items(WriteTxn& txn, const Fetch& fetch,
                                    const CollectionDocument& read) {
  const auto now = parts_.clock.now();
  auto of = find_post(txn, fetch.about);
  if (!of || of->gone) return {};
  if (fetch.reason == FetchReason::replies && read.total && *read.total != of->replies_there) {
    of->replies_there = *read.total;
    TRY(update_post(txn, *of));
  }
  if (count_thread(txn, of->context, kMostOfThread) >= kMostOfThread) return {};
  std::vector<Fetch> rows;
  for (const auto& item : read.items) {
    if (!is_wanted(txn, parts_.home, item)) continue;
    rows.push_back({.iri = item, .reason = FetchReason::reply, .depth = fetch.depth});
  }
  if (read.next && fetch.pages + 1 < kMostPages) {
    rows.push_back({.iri = *read.next,
                    .reason = fetch.reason,
                    .depth = fetch.depth,
                    .pages = fetch.pages + 1});
  }
  rows.resize(budget_.grant(of->context, rows.size(), now));
  for (auto& row : rows) {
    row.about = of->id;
    row.next = row.created = now;
    TRY(add_fetch(txn, std::move(row)));
  }
  return {};
}

Result<void> CatchUp::work_reply(const Fetch& fetch) {
  std::optional<Post> of;
  {
    const auto txn = TRY(parts_.store.read());
    if (find_named(txn, fetch.iri)) return {};
    of = find_post(txn, fetch.about);
  }
  if (!of) return {};
  const auto document = TRY(parts_.fetcher.fetch(fetch.iri));
  const auto note = TRY(parse_note(document.json, {}));
  {
    const auto txn = TRY(parts_.store.read());
    if (!belongs(txn, note.post, *of)) {
      return fail(Code::forbidden, note.post.iri.text() + " is no part of the thread");
    }
  }
  const auto post = TRY(parts_.resolver.take_post(document, kNoParents));
  if (fetch.depth >= kDeepestReplies || post.local || post.gone || post.replies.empty()) return {};
  const auto now = parts_.clock.now();
  return parts_.writer.apply([&](WriteTxn& txn) -> Result<void> {
    const auto first = find_post(txn, post.context);
    // A thread that has a collection needs no walk from reply to reply.
    if (!first || !context_elsewhere(parts_.home, *first).empty()) return {};
    if (budget_.grant(post.context, 1, now) == 0) return {};
    return add_fetch(txn, {.iri = post.replies,
                           .reason = FetchReason::replies,
                           .depth = fetch.depth + 1,
                           .next = now,
                           .created = now,
                           .about = post.id});
  });
}

Result<void> CatchUp::work_featured(const Fetch& fetch) {
  const auto document = TRY(parts_.fetcher.fetch(fetch.iri));
  const auto read = read_collection(document.json, document.url);
  const auto now = parts_.clock.now();
  return parts_.writer.apply([&](WriteTxn& txn) -> Result<void> {
    const auto actor = find_actor(txn, fetch.about);
    if (!actor || actor->local || actor->gone || !fetch.iri.same_origin(actor->iri)) return {};
    if (read.items.empty() && read.next && fetch.pages == 0) {
      return add_fetch(txn, {.iri = *read.next,
                             .reason = FetchReason::featured,
                             .next = now,
                             .created = now,
                             .about = actor->id,
                             .pages = 1});
    }
    return take_featured(txn, *actor, read.items, now);
  });
}

Result<void> CatchUp::work_featured_tags(const Fetch& fetch) {
  const auto document = TRY(parts_.fetcher.fetch(fetch.iri));
  const auto next = read_collection(document.json, document.url).next;
  auto tags = read_featured_tags(document.json);
  const auto now = parts_.clock.now();
  return parts_.writer.apply([&](WriteTxn& txn) -> Result<void> {
    const auto actor = find_actor(txn, fetch.about);
    if (!actor || actor->local || actor->gone || !document.url.same_origin(actor->iri)) return {};
    if (tags.empty() && next && fetch.pages == 0) {
      return add_fetch(txn, {.iri = *next,
                             .reason = FetchReason::featured_tags,
                             .next = now,
                             .created = now,
                             .about = actor->id,
                             .pages = 1});
    }
    return take_featured_tags(txn, *actor, tags, now);
  });
}

Result<void> CatchUp::work_pinned(const Fetch& fetch) {
  if (has_pinned_enough(TRY(parts_.store.read()), fetch.about)) return {};
  const auto document = TRY(parts_.fetcher.fetch(fetch.iri));
  const auto post = TRY(parts_.resolver.take_post(document, kNoParents));
  if (!(post.author == fetch.about)) {
    return fail(Code::forbidden, post.iri.text() + " is by somebody else");
  }
  return parts_.writer.apply([&](WriteTxn& txn) -> Result<void> {
    if (has_pinned_enough(txn, post.author)) return {};
    return add_pin(txn, post.author, post.id, fetch.created);
  });
}

}  // namespace hallway
