#pragma once
// Posts that people here have scheduled, when their time comes.

#include "server/params.h"
#include "storage/accounts.h"
#include "storage/scheduled_posts.h"

namespace hallway {

class Node;

inline constexpr Duration kSoonest = minutes(5);  // before that nothing can be scheduled

// Publishes those whose time has come, each once, as their authors' own posts. One that answers a
// post that is gone is published without it. One that cannot be published now (its author is
// disabled) is tried again in an hour. May wait for the network. One thread. Returns how many were
// published.
Result<size_t> publish_scheduled(Node& node);

// Keeps what `params` say of a post until `at`, after a look at whether it could be published. The
// same for the same hour is kept once: programs send again what was not answered.
// Errors: those of publish(); invalid (too soon).
Result<ScheduledPost> schedule(Node& node, const Account& author, const Params& params, Time at);

}  // namespace hallway
