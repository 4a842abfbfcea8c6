#pragma once
// What the listener and the client count, as metrics.

#include "server/client.h"
#include "server/listener.h"
#include "server/metrics.h"

namespace hallway {

// Both read the figures at each Metrics::text() from then on: the one that is watched must outlive
// the last of these calls.
void watch(Metrics& metrics, const Listener& listener);
void watch(Metrics& metrics, const CurlClient& client);

}  // namespace hallway
