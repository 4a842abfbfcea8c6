#pragma once
// Actors of this node by the names in their addresses.

#include <string_view>

#include "federation/home.h"
#include "storage/actors.h"

namespace hallway {

// Fails with not_found (nobody of that name, or suspended), gone.
Result<Actor> find_local_actor(const ReadTxn& txn, const Home& home, std::string_view name);
Result<Actor> find_instance_actor(const ReadTxn& txn, const Home& home);

}  // namespace hallway
