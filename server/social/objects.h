#pragma once
// GET of what people here made by their programs: objects of other kinds, and the activities by
// which they did so.

#include "federation/policy.h"
#include "server/routes.h"
#include "storage/log.h"

namespace hallway::social {

// /users/{name}/objects/{id}: for whom it is addressed to; a Tombstone with 410.
Result<Response> show_kept_object(Node& node, const Call& call);

// May the one who asks see an activity of somebody here that is no post's? Its own actor always;
// of a kind without meaning here whom it is for (federation/other_act.h).
bool may_see_activity(const ReadTxn& txn, const Home& home, const LogEntry& entry,
                      const Destination& viewer);

}  // namespace hallway::social
