#pragma once
// Pages by which people come in and go: setting up the first administrator, name and password,
// one-time links. No script. Nothing of these is kept by any cache.

#include "server/routes.h"

namespace hallway {

Result<Response> show_setup(Node& node, const Call& call);  // /setup/{secret}
Result<Response> set_up(Node& node, const Call& call);
// /sign-in; with ?again=true also for who is signed in.
Result<Response> show_sign_in(Node& node, const Call& call);
Result<Response> sign_in(Node& node, const Call& call);
// GET only asks: previews of links fetch them, and must not use them up.
Result<Response> show_sign_in_link(Node& node, const Call& call);  // /sign-in/{secret}
Result<Response> sign_in_by_link(Node& node, const Call& call);
Result<Response> sign_out(Node& node, const Call& call);  // POST /sign-out

}  // namespace hallway
