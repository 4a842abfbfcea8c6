#pragma once
// What somebody forwards without a proof of who acted: not believed, but where it concerns a thread
// known here, a reason to ask its origin.

#include <optional>

#include "federation/home.h"
#include "storage/fetches.h"
#include "storage/values/json.h"

namespace hallway {

// The fetch that `activity`, which is not its sender's and not proven, is worth: of a reply to what
// is known here (Create), or of a known post of somebody else's (Update, Delete), each of its
// actor's origin. Nothing for all else.
std::optional<Fetch> hearsay_of(const ReadTxn& txn, const Home& home, const Json& activity,
                                Time now);

}  // namespace hallway
