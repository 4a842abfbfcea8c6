#pragma once
// The one function that answers "may this post go there?". Delivery, signed GETs, collections,
// timelines, pages, search and feeds all ask it; nothing else decides. Label, relation, addressing
// and who keeps away from whom are all in here.

#include <span>
#include <string_view>

#include "federation/home.h"
#include "storage/actors.h"
#include "storage/peers.h"
#include "storage/posts.h"

namespace hallway {

// Who would get to see it.
struct Destination {
  enum class Kind { anonymous, person, domain };
  Kind kind = Kind::anonymous;
  Id person;      // `person`: a local actor
  Domain domain;  // `domain`: another node, ...
  std::span<const Id>
      people;  // ... and the actors there for whom it would be; empty: the node as a whole

  static Destination anybody() { return {}; }
  static Destination to_person(Id actor) { return {.kind = Kind::person, .person = actor}; }
  static Destination to_domain(Domain domain, std::span<const Id> people) {
    return {.kind = Kind::domain, .domain = std::move(domain), .people = people};
  }
};

struct Verdict {
  bool allowed = false;
  std::string_view why;  // a short constant phrase, for `why`, metrics and logs
  explicit operator bool() const { return allowed; }
};

Verdict may_flow(const ReadTxn& txn, const Home& home, const Post& post, const Destination& to);

// Public or unlisted.
bool is_open(const Post& post);

// May `asker`, somebody elsewhere, learn that this node has `post`? Of ours, where it may flow to
// them; of others', where it is open, theirs, or addressed to them. To anybody else it is as
// unknown: whoever answers them asks this (attack 36).
bool may_know(const ReadTxn& txn, const Home& home, const Post& post, const Actor& asker);

// Whether a post with `label` reaches the node of `domain`, whoever it would be for there.
Verdict may_reach(const ReadTxn& txn, const Home& home, Label label, const Domain& domain);

// May anything that `author` wrote or did be shown to anybody here? Not where they are gone, where
// we suspended them, and where their domain is blocked: may_flow asks this, and so does whoever
// shows a person, or what a person did without writing (a boost, a follow).
Verdict may_be_shown(const ReadTxn& txn, const Home& home, const Actor& author);

// May what `whose` does where they work be told there? Of ours as far as its label reaches, to
// people of this node unless one of the two blocks the other; of others' to people of this node
// alone: what somebody told us is not ours to hand on.
Verdict may_learn_work(const ReadTxn& txn, const Home& home, const Actor& whose,
                       const Destination& to);

// May the document at `iri` be asked for? Not of a host that we may not talk to, nor where the path
// says that it is of somebody suspended ("https://a.example/users/mallory/notes/1").
Verdict may_ask(const ReadTxn& txn, const Home& home, const Iri& iri);

// What another node is to us: as an administrator set it, else `public_` in open mode and `unknown`
// in allowlist mode. A host that is blocked is so on each of its ports. Our own domain is
// `sibling`.
Relation relation_to(const ReadTxn& txn, const Home& home, const Domain& domain);

// May this node talk to us at all, and we to it?
Verdict may_talk(const ReadTxn& txn, const Home& home, const Domain& domain);

// Private ranges that exchanges with `domain` may reach: what the operator permitted for this peer.
std::vector<Cidr> permits_for(const ReadTxn& txn, const Domain& domain);

// The label of what `sender` published: what a sibling or partner said, else public.
Label label_of_remote(Relation sender, std::optional<Label> said);

}  // namespace hallway
