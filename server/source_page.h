#pragma once
// /source: where whoever uses this node finds the source of what runs on it, which its licence
// gives them a right to (AGPL-3.0, section 13).

#include <string>

#include "server/routes.h"

namespace hallway {

Result<Response> source_page(Node& node, const Call& call);
// What [about] source of the configuration names, or the page. Never empty.
std::string source_address(const Node& node);

}  // namespace hallway
