#pragma once
// How large the body of a request may be. A large one is held in memory while it comes in, so it is
// taken from those only who are let in, and only where files are taken.

#include <cstddef>

#include "federation/http.h"

namespace hallway {

class Node;

// By the head of a request. Reads the store where the path takes files; any thread.
size_t body_limit(Node& node, const Request& head);

}  // namespace hallway
