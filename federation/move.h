#pragma once
// Move: somebody goes on under another address and takes their followers along. Only where the new
// one names the old one in alsoKnownAs, as its own origin says, does anybody follow.

#include "federation/act.h"
#include "federation/fetched_post.h"

namespace hallway {

// How often followers here are led on for one actor.
inline constexpr Duration kBetweenMoves = days(7);

// The mover's own only. Asks for the new address by a fetch row; lead_on does the rest.
Result<void> receive_move(Inbound& in);
// Undo of a Move, by the mover: where its target did not answer yet nobody goes there; whoever went
// along stays there. False where `undone` is no Move of theirs, or was not the last.
Result<bool> undo_move(Inbound& in, const Json& undone);
// People here who follow `old` follow `target` instead, as it was just read from its origin; at
// most 200 of them, so that no transaction is long; who is disabled stays where they are. False
// where more are left. Errors: forbidden
// where `target` does not name `old`.
Result<bool> lead_on(const Learning& here, Id old, const Actor& target);
// The same of somebody elsewhere who said, a while ago, that they move to `said`, where `target`
// was found now. True, and nothing is done, where they have taken it back or said another address
// meanwhile.
Result<bool> lead_on_as_said(const Learning& here, Id old, const Iri& said, const Actor& target);

// FEP-7628, pull mode: where the document of somebody whom people here follow says that they moved,
// the new address is asked for as if a Move had come; nothing where that was done a short while
// ago.
Result<void> ask_where_they_moved(WriteTxn& txn, const Actor& actor, Time now);

// Here: local.actor lives at `target` from now on, which must name them. Followers elsewhere are
// told, and nothing is posted under this name any more; people here are led on by lead_on. Errors:
// invalid (oneself, moved before, gone), forbidden (does not name them; suspended; policy).
Result<void> move_away(Local& local, const Actor& target);
// Errors: forbidden where local.actor has moved away. What posts asks it.
Result<void> check_lives_here(const Local& local);

}  // namespace hallway
