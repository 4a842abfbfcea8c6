#include "server/rate_limits.h"

#include "storage/values/elapsed.h"
#include "storage/values/ip.h"

namespace hallway {
namespace {

constexpr size_t kMostBuckets = 50'000;

}  // namespace

std::string network_of(std::string_view address) {
  const auto parsed = IpAddress::parse(address);
  if (!parsed.ok() || parsed->v4) return std::string(address);
  return {parsed->bytes.begin(), parsed->bytes.begin() + 8};
}

Result<void> RateLimits::admit(const std::string& key, Rule rule, Time now) {
  if (count(key, rule, now).admitted) return {};
  return fail(Code::limited, "this was done too often from here; try again later");
}

RateLimits::Standing RateLimits::count(const std::string& key, Rule rule, Time now) {
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kMostBuckets) forget_old(now);
  auto& bucket = buckets_[key];
  if (has_passed(bucket.since, rule.window, now)) bucket = {now, rule.window, 0};
  const bool admitted = bucket.count < rule.most;
  if (admitted) ++bucket.count;
  return {.admitted = admitted,
          .most = rule.most,
          .left = rule.most - bucket.count,
          .reset = bucket.since + rule.window};
}

void RateLimits::forget(const std::string& key) {
  const std::lock_guard lock(mutex_);
  buckets_.erase(key);
}

void RateLimits::forget_old(Time now) {
  std::erase_if(buckets_, [&](const auto& row) {
    return has_passed(row.second.since, row.second.window, now);
  });
  // Somebody fills it on purpose: better to forget than to grow.
  if (buckets_.size() >= kMostBuckets) buckets_.clear();
}

}  // namespace hallway
