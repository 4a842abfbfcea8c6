#pragma once
// How the running node is, for those who look after it by the page: what `hallway doctor` finds
// that can be found from within, what `hallway status` says, and what its folder takes day by day.

#include "server/doctor.h"
#include "storage/values/json.h"

namespace hallway {

class Node;

// Blocks: it looks at each file of the folder, and asks the writer.
Result<Json> health_of(Node& node);

}  // namespace hallway
