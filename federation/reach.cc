#include "federation/reach.h"

#include <algorithm>

#include "federation/addressing.h"
#include "federation/relay.h"
#include "storage/follows.h"
#include "storage/relays.h"

namespace hallway {
namespace {

Result<std::optional<Post>> spoken_of(const ReadTxn& txn, const Home& home, Id post, Id author) {
  if (!post) return std::optional<Post>();
  auto found = find_seen(txn, home, post, author);
  if (!found) return fail(Code::not_found, "no post " + to_string(post));
  return found;
}

// What of it decides whom it is for.
Result<Post> addressed(const ReadTxn& txn, const Home& home, const Actor& author,
                       const NewPost& fresh) {
  const SpokenOf others{.parent = TRY(spoken_of(txn, home, fresh.in_reply_to, author.id)),
                        .quoted = TRY(spoken_of(txn, home, fresh.quote, author.id))};
  Post post;
  post.author = author.id;
  post.local = true;
  post.visibility = fresh.visibility;
  post.label = TRY(label_for(home, fresh.label, others));
  // Whom one picked, whatever stands in the text.
  if (fresh.written) post.mentions = fresh.written->mentions;
  for (const auto& mention : fresh.mentions) {
    const auto actor = find_actor(txn, mention.actor);
    if (actor) post.mentions.push_back({actor->iri, "@" + actor->handle()});
  }
  address(author, post, others.parent ? find_actor(txn, others.parent->author) : std::nullopt);
  return post;
}

bool is_put_before(const ReadTxn& txn, const Home& home, const Post& post, Id person) {
  if (person == post.author) return false;
  const auto actor = find_actor(txn, person);
  if (!actor || !actor->local || actor->gone) return false;
  return may_flow(txn, home, post, Destination::to_person(person)).allowed;
}

size_t count_relays(const ReadTxn& txn, const Post& post) {
  if (!goes_to_relays(post)) return 0;
  const auto relays = list_relays(txn);
  return static_cast<size_t>(std::ranges::count_if(relays, &Relay::accepted));
}

}  // namespace

Result<Reach> reach_of(const ReadTxn& txn, const Home& home, const Actor& author,
                       const NewPost& fresh, size_t most_followers) {
  const auto post = TRY(addressed(txn, home, author, fresh));
  const auto people = list_recipients_among(txn, post, most_followers);
  Reach reach{.label = post.label,
              .open_here = is_open(post),
              .anybody = may_flow(txn, home, post, Destination::anybody()).allowed,
              .nodes = list_bound(txn, home, people, &post, author.id),
              .relays = count_relays(txn, post)};
  for (const auto person : people) {
    if (is_put_before(txn, home, post, person)) reach.here.push_back(person);
  }
  const auto followers =
      fresh.visibility == Visibility::direct ? 0 : count_followers(txn, author.id);
  reach.followers_left_out = followers - std::min(followers, most_followers);
  return reach;
}

bool leaves_organization(const ReadTxn& txn, const Home& home, const Reach& reach) {
  return reach.anybody || reach.relays > 0 ||
         std::ranges::any_of(reach.nodes, [&](const Bound& node) {
           return node.verdict && relation_to(txn, home, node.domain) != Relation::sibling;
         });
}

}  // namespace hallway
