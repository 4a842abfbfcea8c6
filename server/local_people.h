#pragma once
// Actors of this node by the names in their addresses.

#include <string_view>

#include "federation/home.h"
#include "storage/actors.h"

namespace hallway {

class Node;

// Fails with not_found (nobody of that name, or suspended), gone.
Result<Actor> find_local_actor(const ReadTxn& txn, const Home& home, std::string_view name);
// As others are to know them, with every key: one that was not made so far is made now, which takes
// a tenth of a second. Waits for the writer.
Result<Actor> with_all_keys(Node& node, Actor actor);
Result<Actor> find_instance_actor(const ReadTxn& txn, const Home& home);

}  // namespace hallway
