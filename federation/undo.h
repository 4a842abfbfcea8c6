#pragma once
// Undo as it arrives: finds what is undone by id, else by type and object, and hands it to its act,
// which lets only whoever did it take it back.

#include "federation/act.h"

namespace hallway {

Result<void> receive_undo(Inbound& in);

}  // namespace hallway
