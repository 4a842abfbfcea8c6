#include "federation/pin.h"

#include <algorithm>

#include "federation/deliver.h"
#include "federation/featured_tags.h"
#include "storage/fetches.h"
#include "storage/follows.h"
#include "storage/pins.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {

constexpr size_t kMostPinnedThere = 20;  // of one of theirs
constexpr Duration kBetweenPinLooks = hours(6);

// Whether in.activity is about the sender's own featured collection. Fails with forbidden where the
// collection is certainly somebody else's.
Result<bool> is_about_own_featured(const Inbound& in) {
  const auto target = find_iri(in.activity, "target");
  if (!target) return false;
  if (!target->same_origin(in.actor.iri)) {
    return fail(Code::forbidden, in.actor.iri.text() + " may not change " + target->text());
  }
  return *target == in.actor.featured || *target == in.actor.featured_tags;
}

// Tags are featured by the same activities as posts.
const Json* hashtag_in(const Inbound& in) {
  const auto objects = find_list(in.activity, "object");
  return !objects.empty() && is_hashtag(*objects.front()) ? objects.front() : nullptr;
}

// `at`: when it was pinned, as far as the order of all goes.
Result<void> ask_for_pinned(WriteTxn& txn, const Actor& actor, const Iri& post, Time at) {
  return add_fetch(txn, {.iri = post,
                         .reason = FetchReason::pinned,
                         .depth = 1,
                         .next = at,
                         .created = at,
                         .about = actor.id});
}

Result<Post> own_post(const Local& local, Id id) {
  auto post = find_post(local.txn, id);
  const auto me = Destination::to_person(local.actor.id);
  if (!post || post->gone || !may_flow(local.txn, local.home, *post, me)) {
    return fail(Code::not_found, "no post " + to_string(id));
  }
  if (post->author != local.actor.id) {
    return fail(Code::forbidden, "post " + to_string(id) + " is somebody else's");
  }
  return std::move(*post);
}

// To whom the post itself may have gone.
Result<void> tell(Local& local, std::string_view type, const Post& post) {
  const bool open = post.visibility != Visibility::followers;
  const auto followers = local.actor.followers.text();
  const auto recorded =
      TRY(record_activity(local, {{"type", std::string(type)},
                                  {"object", post.iri.text()},
                                  {"target", local.actor.featured.text()},
                                  {"to", Json::array({open ? std::string(kPublic) : followers})},
                                  {"cc", open ? Json::array({followers}) : Json::array()}}));
  auto people = list_followers(local.txn, local.actor.id, FollowState::accepted, Id{}, SIZE_MAX);
  TRY(owe(local.txn, local.home,
          {.activity = recorded.seq, .recipients = std::move(people), .post = &post},
          local.actor.id, local.now));
  return {};
}

}  // namespace

bool has_pinned_enough(const ReadTxn& txn, Id actor) {
  return list_pins(txn, actor, kMostPinnedThere).size() == kMostPinnedThere;
}

Result<void> receive_add(Inbound& in) {
  if (!TRY(is_about_own_featured(in))) return take(in);
  if (const auto* tag = hashtag_in(in)) return receive_featured_tag(in, *tag);
  const auto iri = find_iri(in.activity, "object");
  if (!iri || !iri->same_origin(in.actor.iri)) {
    in.ignored = "pins nothing of their own";
    return {};
  }
  const auto post = find_post(in.txn, *iri);
  if (post && post->author != in.actor.id) {
    return fail(Code::forbidden, in.actor.iri.text() + " may not pin " + iri->text());
  }
  // What is unknown leaves a row, whatever it names (attack 30).
  const bool full = has_pinned_enough(in.txn, in.actor.id) || (!post && much_waits(in.txn));
  const bool followed =
      !list_followers(in.txn, in.actor.id, FollowState::accepted, Id{}, 1).empty();
  if (full || (post ? post->gone : !followed)) {
    in.ignored = full ? "has pinned enough" : "pins nothing known here";
    return {};
  }
  TRY(take(in));
  return post ? add_pin(in.txn, in.actor.id, post->id, in.now)
              : ask_for_pinned(in.txn, in.actor, *iri, in.now);
}

Result<void> receive_remove(Inbound& in) {
  if (!TRY(is_about_own_featured(in))) return take(in);
  if (const auto* tag = hashtag_in(in)) return receive_featured_tag(in, *tag);
  const auto iri = find_iri(in.activity, "object");
  const auto post = iri ? find_post(in.txn, *iri) : std::nullopt;
  if (!post || !is_pinned(in.txn, in.actor.id, post->id)) {
    in.ignored = "unpins nothing known here";
    return {};
  }
  TRY(take(in));
  return erase_pin(in.txn, in.actor.id, post->id);
}

Result<void> ask_for_featured(WriteTxn& txn, const Actor& actor, Time now) {
  if (actor.local || actor.featured.empty()) return {};
  return add_fetch(txn, {.iri = actor.featured,
                         .reason = FetchReason::featured,
                         .next = now,
                         .created = now,
                         .about = actor.id});
}

bool is_featured_due(const Actor& actor, Time now) {
  const bool any = !actor.featured.empty() || !actor.featured_tags.empty();
  const bool asked = actor.looked.ms != 0 && !has_passed(actor.looked, kBetweenPinLooks, now);
  return !actor.local && !actor.gone && any && !asked;
}

Result<void> ask_again_for_featured(WriteTxn& txn, const Home& home, Id id, Time now) {
  auto actor = find_actor(txn, id);
  if (!actor || !is_featured_due(*actor, now) || !may_be_shown(txn, home, *actor) ||
      !may_ask(txn, home, actor->iri) || much_waits(txn)) {
    return {};
  }
  actor->looked = now;
  TRY(put_actor(txn, *actor, now));
  TRY(ask_for_featured(txn, *actor, now));
  return ask_for_featured_tags(txn, *actor, now);
}

Result<void> take_featured(WriteTxn& txn, const Actor& actor, const std::vector<Iri>& posts,
                           Time now) {
  std::vector<Id> named;
  size_t asked = 0;
  // The first is to stand first: it is as if it had been pinned last.
  Time at = now;
  for (const auto& iri : posts) {
    if (named.size() + asked == kMostPinnedThere) break;
    if (!iri.same_origin(actor.iri)) continue;
    const auto post = find_post(txn, iri);
    if (post && (post->gone || post->author != actor.id)) continue;
    at = at - milliseconds(1);
    if (!post) {
      TRY(ask_for_pinned(txn, actor, iri, at));
      ++asked;
      continue;
    }
    TRY(erase_pin(txn, actor.id, post->id));
    TRY(add_pin(txn, actor.id, post->id, at));
    named.push_back(post->id);
  }
  for (const auto id : list_pins(txn, actor.id, SIZE_MAX)) {
    if (std::ranges::find(named, id) == named.end()) TRY(erase_pin(txn, actor.id, id));
  }
  return {};
}

std::vector<Post> pinned_posts(const ReadTxn& txn, const Home& home, Id actor,
                               const Destination& viewer) {
  std::vector<Post> posts;
  for (const auto id : list_pins(txn, actor, kMostPinnedThere)) {
    auto post = find_post(txn, id);
    if (post && !post->gone && may_flow(txn, home, *post, viewer))
      posts.push_back(std::move(*post));
  }
  return posts;
}

Result<void> pin(Local& local, Id id) {
  const auto post = TRY(own_post(local, id));
  if (is_pinned(local.txn, local.actor.id, id)) return {};
  if (post.visibility == Visibility::direct) {
    return fail(Code::invalid, "a post to a few cannot be pinned");
  }
  if (list_pins(local.txn, local.actor.id, kMostPinned).size() == kMostPinned) {
    return fail(Code::invalid, "at most " + std::to_string(kMostPinned) + " posts can be pinned");
  }
  TRY(add_pin(local.txn, local.actor.id, id, local.now));
  return tell(local, "Add", post);
}

Result<void> unpin(Local& local, Id id) {
  const auto post = TRY(own_post(local, id));
  if (!is_pinned(local.txn, local.actor.id, id)) return {};
  TRY(erase_pin(local.txn, local.actor.id, id));
  return tell(local, "Remove", post);
}

}  // namespace hallway
