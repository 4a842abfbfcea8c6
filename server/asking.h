#pragma once
// Shows questions that wait for an answer to people here who are likely to know
// (federation/answerers.h).

#include "storage/values/result.h"

namespace hallway {

class Node;

// Looks at those that have waited for as long as the configuration says, and once again on each of
// the two days after that. Cheap where nothing waits; to be called each minute.
Result<void> ask_around(Node& node);

}  // namespace hallway
