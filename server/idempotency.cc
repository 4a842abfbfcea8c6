#include "server/idempotency.h"

#include "storage/values/elapsed.h"

namespace hallway {
namespace {
constexpr Duration kKept = hours(1);
constexpr size_t kMostKeys = 100'000;
}  // namespace

Idempotency::Turn::Turn(Turn&& other) noexcept
    : of_(std::exchange(other.of_, nullptr)), key_(std::move(other.key_)), made_(other.made_) {}

Idempotency::Turn::~Turn() {
  if (of_) of_->end(key_);
}

void Idempotency::Turn::keep(Id made, Time now) {
  made_ = made;
  const std::lock_guard lock(of_->mutex_);
  of_->made_[key_] = {.id = made, .at = now, .taken = true};
}

Idempotency::Turn Idempotency::begin(Id account, const std::string& key, Time now) {
  const Turn::Key name{account, key};
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [&] {
    const auto found = made_.find(name);
    return found == made_.end() || !found->second.taken;
  });
  if (made_.size() >= kMostKeys) forget_old(now);
  auto& row = made_[name];
  if (has_passed(row.at, kKept, now)) row = {};
  row.taken = true;
  return {this, name, row.id ? std::optional(row.id) : std::nullopt};
}

void Idempotency::end(const Turn::Key& key) {
  {
    const std::lock_guard lock(mutex_);
    const auto row = made_.find(key);
    if (row->second.id) {
      row->second.taken = false;
    } else {
      made_.erase(row);  // it made nothing: the next may try
    }
  }
  ended_.notify_all();
}

void Idempotency::forget_old(Time now) {
  const auto erase = [&](Duration kept) {
    std::erase_if(made_,
                  [&](const auto& row) { return !row.second.taken && now - row.second.at > kept; });
  };
  erase(kKept);
  if (made_.size() >= kMostKeys) erase(Duration{-1});
}

}  // namespace hallway
