#pragma once
// Questions whose asker still listens while other nodes have not answered: whenever one of those
// does after all, the question is put again, with what was kept of the others, and the asker is
// told. At most five seconds long; nobody waits for it but the worker.

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "server/expert_nodes.h"
#include "server/stream.h"
#include "storage/values/result.h"

namespace hallway {

inline constexpr Duration kLateExperts = seconds(5);

class LateExperts {
 public:
  // Both outlive this.
  LateExperts(ExpertNodes& nodes, const Clock& clock);
  ~LateExperts();
  LateExperts(const LateExperts&) = delete;

  // What there is to be said now, and whether all nodes have had their say.
  struct Found {
    std::string data;  // one line
    bool complete = false;
  };
  using Ask = std::function<Result<Found>()>;
  // Asks at once, on the caller's thread, and says what it found as an event "found"; again on the
  // worker's thread when there is more. After the last comes an event "end". `ask` lives until
  // then, or until the connection is gone. Any thread. Fails as `ask` does at first.
  Result<std::shared_ptr<Stream>> follow(Ask ask);

  // `bell` is rung, on any thread, when run() has something to do. Replaces the one before.
  void on_work(std::function<void()> bell);
  // Tells those for whom something came, and ends those whose time is over. Returns how many were
  // told or ended. One thread at a time.
  size_t run();
  [[nodiscard]] std::optional<Time> next_due() const;

 private:
  class Listener;
  bool advance(Listener& listener, uint64_t late);
  void ring();

  ExpertNodes& nodes_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::vector<std::weak_ptr<Listener>> listeners_;  // by when they began
  std::function<void()> bell_;
};

}  // namespace hallway
