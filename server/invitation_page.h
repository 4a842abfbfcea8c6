#pragma once
// Where an invitation leads to: a form by which somebody makes themselves an account.

#include "server/routes.h"

namespace hallway {

Result<Response> show_invitation(Node& node, const Call& call);    // /invite/{secret}
Result<Response> accept_invitation(Node& node, const Call& call);  // POST /invite/{secret}

}  // namespace hallway
