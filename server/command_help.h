#pragma once
// What shells and people read of the command tree beside --help: made from the table of
// commands.h, so that no command is forgotten.

#include <string>

namespace hallway {

// A script for bash that completes commands, options and the values that are known.
std::string bash_completion();

// The manual page, hallway(1), in the man macros of roff.
std::string man_page();

}  // namespace hallway
