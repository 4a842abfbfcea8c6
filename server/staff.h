#pragma once
// What people of this node do where they work, as somebody sets it: they themselves, or an
// operator from the organization's directory. Blocks; not on the writer's thread.

#include <string_view>

#include "federation/work_profile.h"
#include "storage/values/json.h"

namespace hallway {

class Node;

// An id, the address of an actor, or a handle with or without @; of somebody here the name alone.
// Empty: nobody. Somebody elsewhere who is not known yet is looked up. Errors: invalid, not_found,
// those of Resolver::resolve.
Result<Iri> find_manager(Node& node, std::string_view named);

// What `said` holds of title, team, place, hours, manager and reach, text each, and of skills, a
// list. Errors: those of find_manager, invalid.
Result<WorkChange> work_change_in(Node& node, const Json& said);

// By an operator, of an account; a row of the log beside the Update that followers get. Whether
// anything became another by it. Errors: not_found, forbidden (disabled), invalid.
Result<bool> set_work(Node& node, std::string_view name, const WorkChange& change);

}  // namespace hallway
