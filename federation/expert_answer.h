#pragma once
// The node that is asked by another who knows about something: what it says is counted and chosen
// from what that node may learn of alone, and names nobody who does not want to be found.

#include "federation/expert_exchange.h"
#include "federation/home.h"
#include "storage/peers.h"
#include "storage/search_index.h"

namespace hallway {

// Whether we ask the node of this peer, and whether we answer it: as an administrator said, else
// siblings both and partners neither. Others never.
bool asks_experts(const Peer& peer);
bool answers_experts(const Peer& peer);

// The answer to `asked`, which came signed from `asker`. Errors: forbidden (not agreed), invalid
// (no such question), unavailable (nothing is indexed yet).
Result<Json> answer_expert_question(const ReadTxn& txn, const Home& home, const SearchIndex& index,
                                    const Domain& asker, const Json& asked);

}  // namespace hallway
