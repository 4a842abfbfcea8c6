#pragma once
// What a Question asks, on the wire: oneOf or anyOf, endTime, closed, votersCount. Pure.

#include <optional>

#include "storage/poll.h"
#include "storage/values/json.h"

namespace hallway {

// Nothing where it has no options. Of options (attack 29) the first 64 are read, of what one says
// the first 500 bytes; one that says what another said, or nothing, is left out, as votes name
// theirs by what it says. `closed` without a time counts from the beginning.
std::optional<Poll> find_poll(const Json& question);

void add_poll(Json& question, const Poll& poll);

}  // namespace hallway
