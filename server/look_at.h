#pragma once
// Somebody here looks at somebody elsewhere.

#include "storage/actors.h"

namespace hallway {

class Node;

// Where it is time, what they feature is asked for again (federation/pin.h). Waits for nothing.
void look_at(Node& node, const Actor& actor);

}  // namespace hallway
