#pragma once
// What was refused or ignored at the inboxes lately, by the domain that it claimed to come from:
// the last few of each, in memory, so that an operator can tell a partner why. Any thread.

#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "federation/bounded_map.h"
#include "federation/http.h"
#include "storage/values/time.h"

namespace hallway {

struct Refusal {
  Time at;
  std::string code;  // "unauthenticated", ..., or "ignored": answered 202 and not kept
  std::string what;
  std::string from;  // address of the connection
};

class Refusals {
 public:
  void note(const Request& request, Refusal refusal);
  // Newest first; `domain` as claimed, "unsigned" for what claimed none.
  std::vector<Refusal> list(const std::string& domain);

 private:
  std::mutex mutex_;
  // Whoever claims many names pushes out others, and costs no more memory.
  BoundedMap<std::deque<Refusal>> by_domain_{1'000};
};

// The host of the key that a request says it is signed with; "unsigned" where it says none.
std::string claimed_domain(const Request& request);

}  // namespace hallway
