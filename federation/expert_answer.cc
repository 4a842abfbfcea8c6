#include "federation/expert_answer.h"

#include "federation/expert_naming.h"
#include "federation/expert_words.h"
#include "federation/policy.h"
#include "storage/blocks.h"
#include "storage/limited.h"

namespace hallway {
namespace {

bool agreed(const Peer& peer, ExpertConsent half) {
  if (peer.relation != Relation::sibling && peer.relation != Relation::partner) return false;
  switch (peer.experts) {
    case ExpertConsent::by_relation: return peer.relation == Relation::sibling;
    case ExpertConsent::both: return true;
    default: return peer.experts == half;
  }
}

// The nearest label that reaches a node of this relation.
Label least_for(Relation relation) {
  return relation == Relation::sibling ? Label::organization : Label::partners;
}

// Who of ours may be named to another node, and with what.
class Discretion final : public ExpertNaming {
 public:
  Discretion(const ReadTxn& txn, const Home& home, const Domain& asker)
      : ExpertNaming(txn, home), asker_(asker) {}

  bool may_name(Id author) override {
    const auto actor = find_actor(txn(), author);
    return actor && actor->local && lets_be_found(*actor) && may_be_shown(txn(), home(), *actor) &&
           !is_limited(txn(), *actor) && !blocks_domain(txn(), author, asker_);
  }
  bool may_read(const Post& post) override {
    return !post.gone && post.local && post.visibility == Visibility::public_ &&
           may_flow(txn(), home(), post, Destination::to_domain(asker_, {}));
  }

 private:
  const Domain asker_;
};

TheirExpert told(const ReadTxn& txn, const ExpertEvidence& evidence) {
  const auto actor = find_actor(txn, evidence.author).value_or(Actor());
  TheirExpert expert{.actor = actor.iri,
                     .name = actor.name,
                     .display_name = actor.display_name,
                     .written = evidence.written};
  for (const auto& one : evidence.posts) expert.strengths.push_back(one.strength);
  for (const Id id : shown_of(evidence)) {
    if (const auto post = find_post(txn, id)) expert.evidence.push_back(post->iri);
  }
  return expert;
}

}  // namespace

bool asks_experts(const Peer& peer) { return agreed(peer, ExpertConsent::ask); }
bool answers_experts(const Peer& peer) { return agreed(peer, ExpertConsent::answer); }

Result<Json> answer_expert_question(const ReadTxn& txn, const Home& home, const SearchIndex& index,
                                    const Domain& asker, const Json& asked) {
  const auto peer = find_peer(txn, asker);
  if (!peer || !answers_experts(*peer)) {
    return fail(Code::forbidden, "this node does not say to yours who knows what");
  }
  ExpertWords words(TRY(index.read()), least_for(peer->relation));
  const auto what = find_string(asked, "ask").value_or("");
  if (what == "counts") {
    const auto question = TRY(read_counts_asked(asked));
    return to_json(TRY(words.count(question.words)));
  }
  if (what != "people") return fail(Code::invalid, "\"ask\" is neither counts nor people");
  const auto question = TRY(read_people_asked(asked));
  Discretion discretion(txn, home, asker);
  auto all = weighed_in(words, TRY(words.asked(question.words)), question, discretion);
  auto named = named_people(std::move(all), discretion, kMostPeopleAnswered);
  std::vector<TheirExpert> people;
  for (const auto& one : strongest_people(std::move(named), kMostPeopleAnswered)) {
    people.push_back(told(txn, one));
  }
  return to_json(people);
}

}  // namespace hallway
