#pragma once
// /api/v1/streaming: what happens, as it happens. The bare address is a WebSocket (token in the
// query, in Authorization or as Sec-WebSocket-Protocol, which is sent back; streams in the query or
// in messages); the addresses below it are server-sent events, which go on after Last-Event-ID.

#include "server/routes.h"

namespace hallway::api {

Result<Response> open_web_socket(Node& node, const Call& call);
Result<Response> send_events(Node& node, const Call& call);
// For whatever balances loads: "OK".
Result<Response> streaming_health(Node& node, const Call& call);

}  // namespace hallway::api
