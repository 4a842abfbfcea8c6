#pragma once
// The page behind the link that an operator gives to somebody who forgot their password
// (`hallway account password NAME`): no mail is needed. No script, kept by no cache.

#include "server/routes.h"

namespace hallway {

// GET only asks: previews of links fetch them, and must not use them up.
Result<Response> show_password_reset(Node& node, const Call& call);  // /reset/{secret}
// Sets the password, ends every session and link of the account, and opens a session.
Result<Response> set_new_password(Node& node, const Call& call);

}  // namespace hallway
