#include "federation/pace.h"

#include <algorithm>

#include "storage/values/elapsed.h"
#include "storage/values/id.h"

namespace hallway {
namespace {

constexpr Duration kLongestRowPause = hours(6);
constexpr Duration kLongestLinePause = hours(1);
constexpr Duration kLongestRetryAfter = days(1);

// base · 2^n, at most `longest`, and up to a quarter more or less so that rows do not march in
// step.
Duration back_off(Duration base, uint32_t n, Duration longest, Random& random) {
  const int64_t plain = std::min(longest.ms, base.ms << std::min(n, 20U));
  const auto quarter = static_cast<uint64_t>(plain / 4 + 1);
  return {plain - static_cast<int64_t>(quarter) / 2 + static_cast<int64_t>(random.u64() % quarter)};
}

}  // namespace

Duration row_pause(uint32_t attempts, Random& random) {
  return back_off(minutes(1), attempts, kLongestRowPause, random);
}

Duration line_pause(uint32_t failures, Random& random) {
  return back_off(seconds(15), failures, kLongestLinePause, random);
}

std::optional<Duration> asked_pause(const OutboundResponse& answer, Time now) {
  const auto text = answer.headers.find("Retry-After");
  if (!text) return std::nullopt;
  if (const auto id = parse_id(*text)) {
    return Duration{std::min(static_cast<int64_t>(std::min(id->value, uint64_t{86'400})) * 1'000,
                             kLongestRetryAfter.ms)};
  }
  const auto date = parse_http_date(*text);
  if (!date.ok() || *date <= now) return std::nullopt;
  return std::min(*date - now, kLongestRetryAfter);
}

bool Probes::may_begin(Time now) {
  if (has_passed(since_, seconds(1), now)) {
    since_ = now;
    begun_ = 0;
  }
  return ++begun_ <= kMost;
}

Duration Probes::pause(Random& random) {
  return {1'000 + static_cast<int64_t>(random.u64() % 30'000)};
}

}  // namespace hallway
