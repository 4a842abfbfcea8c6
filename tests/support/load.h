#pragma once
// Load on a node over real sockets: requests made beforehand, sent over several kept connections,
// one after the other on each. One thread with one epoll, so that the load itself costs little.

#include <cstdint>
#include <string>
#include <vector>

namespace hallway::test {

struct LoadTarget {
  std::string address;  // IPv4
  uint16_t port = 0;
};

struct LoadAnswer {
  int status = 0;  // 0: none came
  double ms = 0;   // from the first byte sent to the last received
};

struct LoadOutcome {
  std::vector<LoadAnswer> answers;  // to requests[first], requests[first + 1], ...
  double seconds = 0;               // from the first request to the last answer

  [[nodiscard]] size_t count(int status) const;
  // How long the slowest of the quickest `part` (0.99) of all answered requests took.
  [[nodiscard]] double quantile_ms(double part) const;
};

struct LoadPlan {
  const std::vector<std::string>& requests;  // each whole: head and body
  size_t first = 0;                          // where to begin
  size_t connections = 1;
  double seconds = 0;  // no request is begun later than this; 0: all are sent
};

// Sends requests from plan.first on until time or requests are used up, and waits for the answers
// to what was begun. A connection that breaks or is closed is not made again, so a node that is
// killed ends the load: what it had not answered has status 0.
LoadOutcome send_load(const LoadTarget& target, const LoadPlan& plan);

}  // namespace hallway::test
