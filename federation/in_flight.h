#pragma once
// The deliveries that are in flight, which only memory knows: how many, to whom, and of what they
// speak. Any thread.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "federation/ordered.h"
#include "storage/deliveries.h"
#include "storage/peers.h"

namespace hallway {

class InFlight {
 public:
  struct Limits {
    size_t at_once = 2'000;
    size_t per_peer = 8;
  };
  explicit InFlight(Limits limits) : limits_(limits) {}
  ~InFlight();  // waits until nothing is in flight; the bell is not rung any more

  // False where the row flies already. `things`: of which it speaks.
  bool start(const Delivery& row, const Things& things);
  // True where the row's peer was turned away. Nothing of this object is used once the last has
  // ended.
  bool end(const Delivery& row, const Things& things);
  // Peers of whom due rows were passed by, since all their places were taken or what flies speaks
  // of the same. What flies may have been answered in the very commit of that look, so its answer
  // wakes nobody: they are to be looked at once it has ended.
  void turn_away(Id peer);
  // Rung after each end.
  void on_progress(std::function<void()> bell);

  [[nodiscard]] size_t count() const;
  [[nodiscard]] bool full() const { return count() >= limits_.at_once; }
  [[nodiscard]] bool has(Id row) const;
  // Of what the rows to one peer speak.
  [[nodiscard]] Things spoken_of(Id peer) const;
  // Room for one peer's next rows: fewer to one that does not answer, so that it is probed, not
  // stormed. Once half of all places are taken, perhaps by hosts that are slow, the rest is for
  // those who have none. `chosen` are about to fly.
  [[nodiscard]] size_t room(const Peer& peer, size_t chosen) const;

 private:
  struct Line {
    size_t flying = 0;
    Things things;
  };
  const Limits limits_;
  mutable std::mutex mutex_;
  std::condition_variable idle_;
  std::unordered_set<Id> rows_;
  std::unordered_map<Id, Line> lines_;  // by peer
  std::unordered_set<Id> turned_away_;
  std::function<void()> bell_;
};

}  // namespace hallway
