#pragma once
// Where one is signed in: the browsers and programs that can use one's account, each to be shut out
// again. No script.

#include "server/routes.h"

namespace hallway {

Result<Response> access_page(Node& node, const Call& call);    // /me/access
Result<Response> end_access_of(Node& node, const Call& call);  // POST /me/access

}  // namespace hallway
