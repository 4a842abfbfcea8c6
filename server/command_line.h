#pragma once
// The command line: from words to a command of the table (commands.h) and its arguments.

namespace hallway {

// Runs what the words ask for. Returns the exit code: 0 done, 1 failed with one line on standard
// error, 2 wrong usage with one line that says what is right.
int run_command_line(int argc, char** argv);

}  // namespace hallway
