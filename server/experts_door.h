#pragma once
// Where other nodes ask who here knows about something (federation/expert_answer.h).

#include "server/routes.h"

namespace hallway {

// POST /hallway/experts, signed by the asking node's own actor. At most 6,000 a minute from
// a sibling, 600 from a partner.
Result<Response> answer_node(Node& node, const Call& call);

}  // namespace hallway
