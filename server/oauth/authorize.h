#pragma once
// Where a person says whether a program may act for them (RFC 6749 §4.1, RFC 7636, RFC 9207). The
// page needs no script.

#include "server/routes.h"

namespace hallway {

// Asks, once somebody is signed in. What is wrong with the program or with where it wants to be led
// back to is said here; all else there.
Result<Response> show_authorize(Node& node, const Call& call);  // GET /oauth/authorize
// Takes the answer.
Result<Response> authorize(Node& node, const Call& call);  // POST /oauth/authorize

}  // namespace hallway
