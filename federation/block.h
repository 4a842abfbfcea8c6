#pragma once
// Keeping away from people: Block and its Undo, mutes, and whole domains. A block ends every follow
// between the two, and policy.h lets nothing of one reach the other from then on. Nobody here is
// told that they were blocked.

#include "federation/act.h"
#include "storage/blocks.h"

namespace hallway {

Result<void> receive_block(Inbound& in);
// Undo{Block} that arrived: by who blocked only.
Result<void> undo_block(Inbound& in, const Block& block);

// Here. Again is no error, nor is taking back what was not. Errors: not_found, invalid (oneself).
Result<void> block(Local& local, Id target);
Result<void> unblock(Local& local, Id target);
// Nothing of it leaves this node. `until`: it ends by itself then; 0: when it is undone.
Result<void> mute(Local& local, Id target, bool notifications, Time until = {});
Result<void> unmute(Local& local, Id target);
// Those whose time is over, at most 1,000 at once.
Result<void> end_mutes(WriteTxn& txn, Time now);
// From now on; and ends the follows between local.actor and people of `domain`, at most 200 at once
// so that no transaction is long: false where more are left. Errors: invalid (our own domain).
Result<bool> block_domain(Local& local, const Domain& domain);
Result<void> unblock_domain(Local& local, const Domain& domain);

}  // namespace hallway
