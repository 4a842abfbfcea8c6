#pragma once
// Acts that this node has no meaning of its own for (Offer, Invite, Join, Arrive, what an extension
// names): kept whole, sent to whom they are addressed, and shown to those in their boxes
// (storage/kept_activities.h). What they change is for the programs of those people to say.

#include "federation/act.h"
#include "federation/post.h"

namespace hallway {

// Of the people here whom it addresses, and of followers at most 1,000.
Result<void> receive_other(Inbound& in);

inline constexpr size_t kMostActivityBytes = 128 * 1024;

// By local.actor. `activity` may be of any shape: id, actor and audience are set here, and of
// several types the first one stays. Of what
// stands in `audience` those nodes get it that the label ("hallwayLabel", else the node's own)
// reaches, but nobody who is kept away from or keeps away. Errors: those of record_activity;
// invalid (its label is none, or it is too large).
Result<Recorded> send_other(Local& local, Json activity, const Audience& audience);

// May `viewer` see an activity of this kind by `author`, which stands in the log as `activity`?
// Whoever did it, whom it names, who follows where followers are named, and anybody where it is
// public and its label lets it; a node, for those of its people that it asks for.
bool may_see_other(const ReadTxn& txn, const Home& home, const Actor& author, const Json& activity,
                   const Destination& viewer);

// May `person`, whose inbox it stands in, still be shown it? It was addressed to them, by name or
// blindly; blocks and mutes since then count.
bool may_stay_in_inbox(const ReadTxn& txn, const Home& home, const Actor& author,
                       const Json& activity, const Actor& person);

}  // namespace hallway
