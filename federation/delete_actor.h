#pragma once
// The end of somebody here: those elsewhere who know of them are told, and what they left is
// erased. What arrives of the kind is in actor.h.

#include <vector>

#include "federation/act.h"

namespace hallway {

// Everybody who has met the local `actor`: followers and followed, also where it was only asked;
// whom any post of theirs was addressed to; whose posts they liked or boosted; and who wrote to
// them. Sorted. Reads all that they ever wrote: not for use inside a write transaction.
std::vector<Id> list_acquaintances(const ReadTxn& txn, Id actor);

// Deletes local.actor, suspended or not: the Delete is owed to `acquaintances`, the actor is gone
// for good (its name stays taken), and what they left is erased as for an actor elsewhere
// (receive_actor_delete), here with the payloads of all that they ever did. Returns to how many
// inboxes the Delete is owed. Fails with gone where it was done before.
Result<size_t> delete_actor(Local& local, const std::vector<Id>& acquaintances);

}  // namespace hallway
