#include "federation/forward.h"

#include <map>
#include <set>

#include "federation/deliver.h"
#include "storage/follows.h"

namespace hallway {
namespace {

constexpr int kMostSteps = 20;

// The nearest post of ours above.
std::optional<Post> answered_of_ours(const ReadTxn& txn, const Post& post) {
  Id above = post.parent;
  for (int step = 0; above && step < kMostSteps; ++step) {
    auto parent = find_post(txn, above);
    if (!parent) return std::nullopt;
    if (parent->local) return parent;
    above = parent->parent;
  }
  return std::nullopt;
}

// Hosts that have it from its author.
std::set<Domain> served_by_author(const Inbound& in, const Post& post) {
  std::set<Domain> domains{in.actor.iri.domain(), in.home.domain};
  for (const auto* list : {&post.to, &post.cc}) {
    for (const auto& text : *list) {
      const auto iri = Iri::parse(text);
      if (iri.ok() && find_actor(in.txn, *iri)) domains.insert(iri->domain());
    }
  }
  return domains;
}

}  // namespace

Result<void> forward(Inbound& in, const Post& post) {
  if (in.source != Source::inbox || in.seq == 0) return {};
  const auto ours = answered_of_ours(in.txn, post);
  if (!ours || ours->gone) return {};
  const auto served = served_by_author(in, post);
  std::map<Domain, std::vector<Id>> followers;
  for (const auto id :
       list_followers(in.txn, ours->author, FollowState::accepted, Id{}, SIZE_MAX)) {
    const auto follower = find_actor(in.txn, id);
    if (!follower || follower->local || served.contains(follower->iri.domain())) continue;
    followers[follower->iri.domain()].push_back(id);
  }
  std::vector<Id> recipients;
  for (const auto& [domain, there] : followers) {
    if (!may_flow(in.txn, in.home, *ours, Destination::to_domain(domain, there))) continue;
    recipients.insert(recipients.end(), there.begin(), there.end());
  }
  TRY(owe(in.txn, in.home, {.activity = in.seq, .recipients = std::move(recipients), .post = &post},
          ours->author, in.now));
  return {};
}

}  // namespace hallway
