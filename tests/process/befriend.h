#pragma once
// A real node and people of another host who write to it because somebody there follows them.

#include "tests/process/program.h"
#include "tests/support/load.h"
#include "tests/support/remote_host.h"

namespace hallway::test {

// Makes ann an account of `node`, who follows everybody of `host`; all agree. The node must be
// serving. False where that cannot be done.
bool befriend(const RealNode& node, const RemoteHost& host);

}  // namespace hallway::test
