#include "server/connection.h"

#include <algorithm>

namespace hallway {

void Deadlines::add(Connection& connection, Wait wait, int64_t now) {
  auto& list = of(wait);
  connection.place = list.insert(list.end(), &connection);
  connection.wait = wait;
  connection.deadline = now + patience_[static_cast<size_t>(wait)];
}

void Deadlines::set(Connection& connection, Wait wait, int64_t now) {
  auto& list = of(wait);
  list.splice(list.end(), of(connection.wait), connection.place);
  connection.wait = wait;
  connection.deadline = now + patience_[static_cast<size_t>(wait)];
}

void Deadlines::remove(Connection& connection) { of(connection.wait).erase(connection.place); }

int64_t Deadlines::until_next(int64_t now) const {
  int64_t next = -1;
  for (size_t i = 0; i < kWaits; ++i) {
    if (lists_[i].empty() || static_cast<Wait>(i) == Wait::handler) continue;
    int64_t left = std::max<int64_t>(0, lists_[i].front()->deadline - now);
    next = next < 0 ? left : std::min(next, left);
  }
  return next;
}

Connection* Deadlines::expired(int64_t now) const {
  for (size_t i = 0; i < kWaits; ++i) {
    if (lists_[i].empty() || static_cast<Wait>(i) == Wait::handler) continue;
    if (lists_[i].front()->deadline <= now) return lists_[i].front();
  }
  return nullptr;
}

}  // namespace hallway
