#pragma once
// What the system says of a process's memory.

#include <sys/types.h>

#include <fstream>
#include <string>

namespace hallway::bench {

// A line of /proc/PID/status: "RssAnon:", in KiB; -1 where there is none.
inline long kib_of(pid_t pid, const std::string& name) {
  std::ifstream lines("/proc/" + std::to_string(pid) + "/status");
  std::string line;
  while (std::getline(lines, line)) {
    if (line.starts_with(name)) return std::stol(line.substr(name.size()));
  }
  return -1;
}

}  // namespace hallway::bench
