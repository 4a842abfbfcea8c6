#pragma once
// Pages of the second factor (server/second_factor.h): where it is asked for, and where one sets it
// up or takes it away. No script. Nothing of these is kept by any cache.

#include "server/routes.h"

namespace hallway {

Result<Response> enter_code(Node& node, const Call& call);          // POST /sign-in/code
Result<Response> second_factor_page(Node& node, const Call& call);  // /me/second-factor
Result<Response> change_second_factor(Node& node,
                                      const Call& call);  // POST; do: begin, confirm, end

}  // namespace hallway
