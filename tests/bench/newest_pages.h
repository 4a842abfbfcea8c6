#pragma once
// How fast a running node gives the newest 40 of home timelines to those who ask over and over, as
// apps do that are opened in the morning.

#include <string>
#include <vector>

#include "tests/process/program.h"

namespace hallway::bench {

// Over 16 connections for so long, by those whose tokens these are, in turns. Prints two lines.
// Ends the program where an answer is anything but 200.
void measure_newest_pages(const test::RealNode& node, const test::Program& serving,
                          const std::vector<std::string>& tokens, double seconds);

}  // namespace hallway::bench
