#include "federation/policy.h"

#include <algorithm>

#include "storage/blocks.h"
#include "storage/follows.h"
#include "storage/names.h"

namespace hallway {
namespace {

constexpr size_t kMostPathParts = 16;
constexpr std::string_view kGone = "the author is gone", kSuspended = "the author is suspended",
                           kBlocked = "the author's domain is blocked";

constexpr Verdict yes(std::string_view why) { return {true, why}; }
constexpr Verdict no(std::string_view why) { return {false, why}; }

bool label_reaches(Label label, Relation relation) {
  switch (label) {
    case Label::department: return false;
    case Label::organization: return relation == Relation::sibling;
    case Label::partners: return relation == Relation::sibling || relation == Relation::partner;
    case Label::public_:
      return relation == Relation::sibling || relation == Relation::partner ||
             relation == Relation::public_;
  }
  return false;
}

bool is_addressed(const Post& post, const Iri& actor) {
  const auto is = [&](const std::string& iri) { return iri == actor.text(); };
  return std::ranges::any_of(post.to, is) || std::ranges::any_of(post.cc, is) ||
         std::ranges::any_of(post.blind, is) ||
         std::ranges::any_of(post.mentions, [&](const Mention& m) { return m.iri == actor; });
}

// The addressing: is `person` among those it was written for?
bool is_for(const ReadTxn& txn, const Post& post, Id person) {
  if (person == post.author) return true;
  const auto actor = find_actor(txn, person);
  if (!actor || actor->gone) return false;
  if (is_addressed(post, actor->iri)) return true;
  return post.visibility == Visibility::followers && follows(txn, person, post.author);
}

Verdict to_person(const ReadTxn& txn, const Post& post, Id person) {
  if (estranged(txn, post.author, person)) return no("one of the two blocks the other");
  // A post is of its author's origin (attack 16).
  if (!post.local && blocks_domain(txn, person, post.iri.domain())) {
    return no("they want nothing of that domain");
  }
  if (is_open(post)) return yes("public here");
  return is_for(txn, post, person) ? yes("addressed to them") : no("not addressed to them");
}

Verdict to_domain(const ReadTxn& txn, const Home& home, const Post& post, const Destination& to) {
  if (const auto verdict = may_reach(txn, home, post.label, to.domain); !verdict) return verdict;
  const auto apart = [&](Id person) { return estranged(txn, post.author, person); };
  if (!to.people.empty() && std::ranges::all_of(to.people, apart)) {
    return no("one of the two blocks the other");
  }
  if (is_open(post)) return yes("public within its label");
  // What somebody else addressed to few is theirs to hand on, not ours.
  if (!post.local) return no("somebody else addressed it");
  const bool wanted = std::ranges::any_of(
      to.people, [&](Id person) { return !apart(person) && is_for(txn, post, person); });
  return wanted ? yes("addressed to somebody there") : no("addressed to nobody there");
}

// Whoever may listen on one port of a host may on every other.
bool is_on_blocked_host(const ReadTxn& txn, const Domain& domain) {
  if (!domain.port()) return false;
  const std::string_view text = domain.text();
  return find_relation(txn, text.substr(0, text.rfind(':'))) == Relation::blocked;
}

bool is_blocked(const ReadTxn& txn, const Home& home, const Iri& iri) {
  return relation_to(txn, home, iri.domain()) == Relation::blocked;
}

// Is the actor at `path` of this origin, or the one whose page usually has this path, suspended?
bool is_suspended(const ReadTxn& txn, const Iri& iri, std::string_view path) {
  const auto at = Iri::parse(iri.origin() + std::string(path));
  const auto id = at ? find_id(txn, *at, Kind::actor) : std::nullopt;
  if (id) {
    const auto standing = find_standing(txn, *id);
    return standing && standing->suspended;
  }
  if (!path.starts_with("/@") || path.find('/', 2) != std::string_view::npos) return false;
  const auto actor = find_actor_by_handle(txn, path.substr(2), iri.domain().text());
  return actor && actor->suspended && actor->iri.same_origin(iri);
}

}  // namespace

Relation relation_to(const ReadTxn& txn, const Home& home, const Domain& domain) {
  if (domain == home.domain) return Relation::sibling;
  if (is_on_blocked_host(txn, domain)) return Relation::blocked;
  const auto agreed = find_relation(txn, domain.text());
  if (agreed != Relation::unknown) return agreed;
  return home.mode == Mode::open ? Relation::public_ : Relation::unknown;
}

namespace {

Verdict may_talk_at(Relation relation) {
  switch (relation) {
    case Relation::blocked: return no("the domain is blocked");
    case Relation::unknown: return no("the domain is not on the allowlist");
    case Relation::public_:
    case Relation::partner:
    case Relation::sibling: break;
  }
  return yes("we talk to it");
}

}  // namespace

Verdict may_talk(const ReadTxn& txn, const Home& home, const Domain& domain) {
  return may_talk_at(relation_to(txn, home, domain));
}

bool is_open(const Post& post) {
  return post.visibility == Visibility::public_ || post.visibility == Visibility::unlisted;
}

bool may_know(const ReadTxn& txn, const Home& home, const Post& post, const Actor& asker) {
  if (post.gone || post.approval == Approval::lacking) return false;
  const Id people[] = {asker.id};
  if (post.local) {
    return may_flow(txn, home, post, Destination::to_domain(asker.iri.domain(), people)).allowed;
  }
  const auto author = find_actor(txn, post.author);
  if (!author || !may_be_shown(txn, home, *author)) return false;
  return is_open(post) || post.author == asker.id || is_addressed(post, asker.iri);
}

Verdict may_reach(const ReadTxn& txn, const Home& home, Label label, const Domain& domain) {
  const auto relation = relation_to(txn, home, domain);
  if (const auto verdict = may_talk_at(relation); !verdict) return verdict;
  if (label_reaches(label, relation)) return yes("the label reaches it");
  return no("the label does not reach that far");
}

std::vector<Cidr> permits_for(const ReadTxn& txn, const Domain& domain) {
  const auto peer = find_peer(txn, domain);
  return peer ? peer->permits : std::vector<Cidr>();
}

Verdict may_be_shown(const ReadTxn& txn, const Home& home, const Actor& author) {
  if (author.gone) return no(kGone);
  if (author.suspended) return no(kSuspended);
  if (!author.local && is_blocked(txn, home, author.iri)) return no(kBlocked);
  return yes("the author may be shown");
}

Verdict may_learn_work(const ReadTxn& txn, const Home& home, const Actor& whose,
                       const Destination& to) {
  if (const auto verdict = may_be_shown(txn, home, whose); !verdict) return verdict;
  if (to.kind == Destination::Kind::person) {
    if (estranged(txn, whose.id, to.person)) return no("one of the two blocks the other");
    return yes("told to everybody here");
  }
  if (!whose.local) return no("somebody else told it");
  if (to.kind == Destination::Kind::domain) {
    return may_reach(txn, home, whose.work.reach, to.domain);
  }
  return whose.work.reach == Label::public_ ? yes("public") : no("the label is not public");
}

Verdict may_ask(const ReadTxn& txn, const Home& home, const Iri& iri) {
  const auto talk = may_talk(txn, home, iri.domain());
  if (!talk || home.owns(iri)) return talk;
  std::string_view path = iri.path();
  for (size_t parts = 0; parts < kMostPathParts && path.size() > 1; ++parts) {
    if (is_suspended(txn, iri, path)) return no("it is of somebody suspended");
    path = path.substr(0, path.rfind('/'));
  }
  return talk;
}

Label label_of_remote(Relation sender, std::optional<Label> said) {
  // Only those with whom labels were agreed can narrow; others' posts are as open as addressed.
  const bool agreed = sender == Relation::sibling || sender == Relation::partner;
  if (!agreed || !said) return Label::public_;
  // A partner's "organization" is its own organization, not ours.
  if (sender == Relation::partner && *said == Label::organization) return Label::department;
  return *said;
}

Verdict may_flow(const ReadTxn& txn, const Home& home, const Post& post, const Destination& to) {
  const auto author = find_standing(txn, post.author);
  if (!author || author->gone) return no(kGone);
  if (author->suspended) return no(kSuspended);
  // A post is of its author's origin (attack 16).
  if (!post.local && is_blocked(txn, home, post.iri)) return no(kBlocked);
  if (post.approval == Approval::lacking) return no("whom it answers did not approve it");
  switch (to.kind) {
    case Destination::Kind::person: return to_person(txn, post, to.person);
    case Destination::Kind::domain: return to_domain(txn, home, post, to);
    case Destination::Kind::anonymous:
      if (post.label != Label::public_) return no("the label is not public");
      return is_open(post) ? yes("public") : no("not public");
  }
  return no("nowhere");
}

}  // namespace hallway
