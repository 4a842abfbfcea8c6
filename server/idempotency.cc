#include "server/idempotency.h"

namespace hallway {
namespace {
constexpr Duration kKept = hours(1);
constexpr size_t kMost = 100'000;
}  // namespace

std::optional<Id> Idempotency::find(Id account, const std::string& key, Time now) {
  std::lock_guard lock(mutex_);
  const auto found = made_.find({account, key});
  if (found == made_.end() || now - found->second.at > kKept) return std::nullopt;
  return found->second.id;
}

void Idempotency::put(Id account, const std::string& key, Id made, Time now) {
  std::lock_guard lock(mutex_);
  if (made_.size() >= kMost) forget_old(now);
  made_[{account, key}] = {made, now};
}

void Idempotency::forget_old(Time now) {
  std::erase_if(made_, [&](const auto& row) { return now - row.second.at > kKept; });
  if (made_.size() >= kMost) made_.clear();
}

}  // namespace hallway
