#pragma once
// What a reverse proxy says about the client it speaks for.

#include <span>

#include "federation/http.h"
#include "storage/values/ip.h"

namespace hallway {

// Sets peer_address, and, if `peer` is one of `trusted`, scheme, host and peer_address from
// X-Forwarded-Proto, -Host and -For. Of lists the last entry counts, since that one our own proxy
// wrote; of -For the last that is not itself a trusted proxy.
void apply_forwarded(Request& request, const IpAddress& peer, std::span<const Cidr> trusted);

}  // namespace hallway
