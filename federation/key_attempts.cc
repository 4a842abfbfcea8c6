#include "federation/key_attempts.h"

#include <chrono>

#include "federation/fetch_budget.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {
constexpr std::chrono::seconds kLongestKeyWait{5};

Duration interval_after(const std::optional<Error>& failure) {
  return failure && failure->retryable() ? KeyAttempts::kIntervalUnanswered
                                         : KeyAttempts::kInterval;
}

}  // namespace

KeyAttempts::Permit::Permit(Permit&& other) noexcept
    : all_(std::exchange(other.all_, nullptr)), key_id_(std::move(other.key_id_)) {}

KeyAttempts::Permit::~Permit() {
  if (all_) all_->end(key_id_);
}

void KeyAttempts::Permit::failed(Error why, std::string key) {
  const std::lock_guard lock(all_->mutex_);
  auto* attempt = all_->attempts_.find(key_id_);
  if (!attempt) return;
  attempt->failure = std::move(why);
  attempt->key = std::move(key);
}

Result<std::optional<KeyAttempts::Permit>> KeyAttempts::begin(const std::string& key_id,
                                                              const Domain& host, Time now,
                                                              Proven proven) {
  std::unique_lock lock(mutex_);
  const auto free = [&] { return !in_flight_.contains(key_id); };
  if (!free() && !ended_.wait_for(lock, kLongestKeyWait, free)) {
    return fail(Code::limited, "still fetching the key " + key_id);
  }
  const auto* last = attempts_.find(key_id);
  if (last && !has_passed(last->at, interval_after(last->failure), now)) {
    if (!last->failure) return std::optional<Permit>();
    if (proven == Proven::no) return *last->failure;
  }
  if (in_flight_.size() >= kMostAtOnce) return fail(Code::limited, "too many keys are unknown");
  if (too_many_from(host, now)) {
    return fail(Code::limited, "too many unknown keys from " + host.text());
  }
  attempts_.put(key_id, {.at = now});
  in_flight_.insert(key_id);
  return std::optional<Permit>(Permit(*this, key_id));
}

std::optional<std::string> KeyAttempts::key_left(const std::string& key_id) {
  const std::lock_guard lock(mutex_);
  const auto* last = attempts_.find(key_id);
  return last && !last->key.empty() ? std::optional<std::string>(last->key) : std::nullopt;
}

bool KeyAttempts::too_many_from(const Domain& host, Time now) {
  if (count(hosts_, host.text(), now) > kMostPerHost) return true;
  return count(sites_, site_of(host), now) > kMostPerSite;
}

int KeyAttempts::count(BoundedMap<Window>& windows, const std::string& key, Time now) {
  auto* window = windows.find(key);
  if (!window || has_passed(window->since, kHostWindow, now))
    window = &windows.put(key, {.since = now});
  return ++window->fetches;
}

void KeyAttempts::end(const std::string& key_id) {
  {
    const std::lock_guard lock(mutex_);
    in_flight_.erase(key_id);
  }
  ended_.notify_all();
}

}  // namespace hallway
