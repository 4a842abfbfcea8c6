#pragma once
// Peers that nobody need remember: hosts that never took what was owed to them, about which nothing
// was agreed and nothing learned. Strangers choose the inboxes that we owe to, and must not fill
// the store with dead hosts (attack 31).

#include "storage/store.h"

namespace hallway {

// Forgets the peer if it is one of those and nothing is owed to it any more. Whether it was.
Result<bool> forget_stranger(WriteTxn& txn, Id peer);

}  // namespace hallway
