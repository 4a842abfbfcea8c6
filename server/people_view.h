#pragma once
// How several people look on a page for people: each with face, name and handle, and a link to
// where they are.

#include <vector>

#include "federation/home.h"
#include "server/html_page.h"
#include "storage/actors.h"

namespace hallway {

void write_people(Html& html, const Home& home, const std::vector<Actor>& people);

}  // namespace hallway
