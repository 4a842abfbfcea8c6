#pragma once
// The client API, method by method: what answers which request under /api/.

#include <span>

#include "server/routes.h"

namespace hallway::api {

std::span<const Route> routes();

}  // namespace hallway::api
