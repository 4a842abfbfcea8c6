#include "server/sign_in_limits.h"

#include <algorithm>

#include "server/rate_limits.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {

constexpr Duration kWindow = minutes(15);
constexpr Duration kKnownKept = days(30);
constexpr int kMostOfPair = 5, kMostOfAddress = 50, kMostOfStrangers = 100;
constexpr size_t kMostBuckets = 50'000;

std::string lower(std::string_view name) {
  std::string text(name.substr(0, 64));
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return text;
}

Error too_often() {
  return fail(Code::limited,
              "too many attempts; wait a quarter of an hour, or ask your "
              "administrator for a sign-in link");
}

}  // namespace

Result<void> SignInLimits::admit(std::string_view name, std::string_view address, Time now) {
  std::lock_guard lock(mutex_);
  if (buckets_.size() >= kMostBuckets) forget_old(now);
  const auto network = network_of(address);
  const auto pair = lower(name) + "\n" + network;
  if (!count("pair\n" + pair, kMostOfPair, now)) return too_often();
  if (!count("address\n" + network, kMostOfAddress, now)) return too_often();
  const auto known = known_.find(pair);
  if (known != known_.end() && !has_passed(known->second, kKnownKept, now)) return {};
  if (!count("account\n" + lower(name), kMostOfStrangers, now)) return too_often();
  return {};
}

void SignInLimits::welcome(std::string_view name, std::string_view address, Time now) {
  std::lock_guard lock(mutex_);
  const auto pair = lower(name) + "\n" + network_of(address);
  buckets_.erase("pair\n" + pair);
  known_[pair] = now;
}

bool SignInLimits::count(const std::string& key, int most, Time now) {
  auto& bucket = buckets_[key];
  if (has_passed(bucket.since, kWindow, now)) bucket = {now, 0};
  return ++bucket.attempts <= most;
}

void SignInLimits::forget_old(Time now) {
  std::erase_if(buckets_,
                [&](const auto& row) { return has_passed(row.second.since, kWindow, now); });
  std::erase_if(known_, [&](const auto& row) { return has_passed(row.second, kKnownKept, now); });
  // Somebody fills it on purpose: better to forget than to grow.
  if (buckets_.size() >= kMostBuckets) buckets_.clear();
}

}  // namespace hallway
