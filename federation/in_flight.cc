#include "federation/in_flight.h"

#include <algorithm>

namespace hallway {

InFlight::~InFlight() {
  std::unique_lock lock(mutex_);
  bell_ = nullptr;
  idle_.wait(lock, [&] { return rows_.empty(); });
}

bool InFlight::start(const Delivery& row, const Things& things) {
  const std::lock_guard lock(mutex_);
  if (!rows_.insert(row.id).second) return false;
  auto& line = lines_[row.peer];
  ++line.flying;
  line.things.insert(line.things.end(), things.begin(), things.end());
  return true;
}

bool InFlight::end(const Delivery& row, const Things& things) {
  std::function<void()> ring;
  bool waited = false;
  {
    const std::lock_guard lock(mutex_);
    rows_.erase(row.id);
    auto& line = lines_[row.peer];
    for (const auto thing : things) line.things.erase(std::ranges::find(line.things, thing));
    if (--line.flying == 0) lines_.erase(row.peer);
    waited = turned_away_.erase(row.peer) > 0;
    ring = bell_;
    if (rows_.empty()) idle_.notify_all();
  }
  if (ring) ring();
  return waited;
}

void InFlight::turn_away(Id peer) {
  const std::lock_guard lock(mutex_);
  turned_away_.insert(peer);
}

void InFlight::on_progress(std::function<void()> bell) {
  const std::lock_guard lock(mutex_);
  bell_ = std::move(bell);
}

size_t InFlight::count() const {
  const std::lock_guard lock(mutex_);
  return rows_.size();
}

bool InFlight::has(Id row) const {
  const std::lock_guard lock(mutex_);
  return rows_.contains(row);
}

Things InFlight::spoken_of(Id peer) const {
  const std::lock_guard lock(mutex_);
  const auto found = lines_.find(peer);
  return found == lines_.end() ? Things() : found->second.things;
}

size_t InFlight::room(const Peer& peer, size_t chosen) const {
  const std::lock_guard lock(mutex_);
  const auto found = lines_.find(peer.id);
  const size_t taken = rows_.size() + chosen;
  const size_t here = found == lines_.end() ? 0 : found->second.flying;
  if (taken >= limits_.at_once) return 0;
  if (taken >= limits_.at_once / 2) return here == 0 ? 1 : 0;
  const size_t most = peer.failures > 0 ? 1 : limits_.per_peer;
  return std::min(limits_.at_once - taken, most > here ? most - here : 0);
}

}  // namespace hallway
