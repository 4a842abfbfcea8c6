#include "server/sign_in_limits.h"

#include <algorithm>

#include "storage/values/elapsed.h"

namespace hallway {
namespace {

constexpr RateLimits::Rule kOfPair{5, minutes(15)}, kOfAddress{50, minutes(15)},
    kOfStrangers{100, minutes(15)};
constexpr Duration kKnownKept = days(30);
constexpr size_t kMostKnown = 50'000;

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
  const auto network = network_of(address);
  const auto pair = lower(name) + "\n" + network;
  if (!attempts_.admit("pair\n" + pair, kOfPair, now)) return too_often();
  if (!attempts_.admit("address\n" + network, kOfAddress, now)) return too_often();
  if (is_known(pair, now)) return {};
  if (!attempts_.admit("account\n" + lower(name), kOfStrangers, now)) return too_often();
  return {};
}

void SignInLimits::welcome(std::string_view name, std::string_view address, Time now) {
  const auto pair = lower(name) + "\n" + network_of(address);
  attempts_.forget("pair\n" + pair);
  const std::lock_guard lock(mutex_);
  if (known_.size() >= kMostKnown) {
    std::erase_if(known_, [&](const auto& row) { return has_passed(row.second, kKnownKept, now); });
  }
  known_[pair] = now;
}

bool SignInLimits::is_known(const std::string& pair, Time now) {
  const std::lock_guard lock(mutex_);
  const auto known = known_.find(pair);
  return known != known_.end() && !has_passed(known->second, kKnownKept, now);
}

}  // namespace hallway
