#pragma once
// The two ways in which somebody listens: over a WebSocket, where they may also say what they want
// to hear, or to events sent by the server, where the request said it all.

#include <memory>

#include "server/live.h"
#include "server/stream.h"

namespace hallway {

// `live` outlives both.
std::shared_ptr<Stream> web_socket_stream(Live& live, std::shared_ptr<Subscriber> subscriber);
std::shared_ptr<Stream> event_stream(std::shared_ptr<Subscriber> subscriber);

}  // namespace hallway
