#pragma once
// What this process asks of the world, watched in front of the C library: every connection that
// anything here tries to make is noted, and one that would leave loopback fails; every name is
// looked up in a book that the test writes, and no name server is ever asked.

#include <string>
#include <vector>

namespace hallway::test::outside {

// The addresses ("10.0.0.1", "::1") to which somebody tried to connect since forget(), in order.
std::vector<std::string> tried();
void forget();

// From now on `name` means these addresses, in this order. Names that are not in the book mean
// nothing.
void name(const std::string& name, std::vector<std::string> addresses);

}  // namespace hallway::test::outside
