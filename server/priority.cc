#include "server/priority.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

namespace hallway {

void give_way(int steps) {
  const auto thread = static_cast<id_t>(::gettid());
  const int now = ::getpriority(PRIO_PROCESS, thread);
  [[maybe_unused]] const int rc = ::setpriority(PRIO_PROCESS, thread, std::min(now + steps, kLast));
}

}  // namespace hallway
