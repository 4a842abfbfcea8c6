#pragma once
// That a node was heard from: one that did not answer may be there again, and what is owed to it
// need not wait for the next try, which can be an hour away.

#include "storage/store.h"
#include "storage/values/iri.h"
#include "storage/values/time.h"

namespace hallway {

// `domain` has sent something that bears its signature. Where its line is down it is tried again
// in 15 seconds: at once for people, and no storm where it calls but cannot be called.
Result<void> hear_from(WriteTxn& txn, const Domain& domain, Time now);

}  // namespace hallway
