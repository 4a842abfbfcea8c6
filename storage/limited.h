#pragma once
// Whom this node limits: they are shown to those who follow them and to who looks for them, and
// what they do to others is held back. Somebody by themselves (Actor::limited), or everybody of a
// domain (Peer::limited), on whichever port of its host they are.

#include "storage/actors.h"

namespace hallway {

bool is_limited(const ReadTxn& txn, Id actor);
bool is_limited(const ReadTxn& txn, const Actor& actor);
bool is_limited(const ReadTxn& txn, const Domain& domain);

}  // namespace hallway
