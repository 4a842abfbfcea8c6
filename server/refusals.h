#pragma once
// What was refused or ignored at the inboxes lately, by the domain that it claimed to come from, so
// that an operator can tell a partner why. Noted in memory, within a cap, and written all at once
// now and then: what is refused costs no commit. Any thread; `save` one at a time.

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "federation/bounded_map.h"
#include "federation/http.h"
#include "storage/refused.h"
#include "storage/writer.h"

namespace hallway {

class Refusals {
 public:
  static constexpr size_t kMostNoted = 1'000;  // domains
  static constexpr size_t kMostSaved = 200;    // domains at once: the rest has its turn later
  static constexpr Duration kKept = days(30);

  void note(const Request& request, Refusal refusal);
  // Newest first; `domain` as claimed, "unsigned" for what claimed none.
  std::vector<Refusal> list(const ReadTxn& txn, const std::string& domain) const;
  // Writes what was noted, and forgets what is old; at rest, nothing. Where it fails it is all
  // written the next time.
  Result<void> save(const Store& store, Writer& writer, Time now);

 private:
  using List = std::deque<Refusal>;  // newest first
  void begin_to_save();
  mutable std::mutex mutex_;
  // Whoever claims many names pushes out others, and costs no more memory.
  mutable BoundedMap<List> noted_{kMostNoted};
  std::map<std::string, List> saving_;  // not noted any more, and perhaps not yet on disk
};

// The host of the key that a request says it is signed with; "unsigned" where it says none.
std::string claimed_domain(const Request& request);

}  // namespace hallway
