#pragma once
// Tells the service manager how we are: the protocol of sd_notify(3), one datagram to the socket
// that NOTIFY_SOCKET names. Spoken directly, since libsystemd would bring in more code than the
// node's own listener. Does nothing where nobody asked.

#include <string_view>

namespace hallway {

// `state`: "READY=1", "STOPPING=1", "STATUS=..."; several by line feeds.
void notify_service_manager(std::string_view state);

}  // namespace hallway
