#include "federation/fetch_budget.h"

#include <algorithm>

#include "storage/values/elapsed.h"
#include "storage/values/ip.h"

namespace hallway {
namespace {

constexpr Duration kMinute = minutes(1);
constexpr Duration kHour = hours(1);

// Where the last label of `name` begins; 0 where it is the only one.
size_t last_label(std::string_view name) {
  const size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? 0 : dot + 1;
}

}  // namespace

std::string site_of(const Domain& domain) {
  const auto host = domain.host();
  if (IpAddress::parse(host).ok()) return std::string(host);
  const size_t top = last_label(host);
  if (top == 0) return std::string(host);
  size_t begin = last_label(host.substr(0, top - 1));
  // "co.uk", "com.au": everybody's.
  const bool shared = host.size() - top == 2 && top - 1 - begin <= 3;
  if (shared && begin > 0) begin = last_label(host.substr(0, begin - 1));
  return std::string(host.substr(begin));
}

FetchBudget::Window& FetchBudget::window(BoundedMap<Window>& all, const std::string& key,
                                         Duration length, Time now) {
  auto* known = all.find(key);
  if (!known || has_passed(known->since, length, now)) known = &all.put(key, {.since = now});
  return *known;
}

Duration FetchBudget::wait(const Domain& host, Id thread, Time now) {
  auto& site = window(sites_, site_of(host), kMinute, now);
  if (site.count >= kMostPerSite) return site.since + kMinute - now;
  if (thread) {
    auto& here = window(threads_, to_string(thread), kMinute, now);
    if (here.count >= kMostPerThread) return here.since + kMinute - now;
    ++here.count;
  }
  ++site.count;
  return {};
}

size_t FetchBudget::grant(Id thread, size_t wanted, Time now) {
  auto& added = window(added_, to_string(thread), kHour, now);
  const size_t granted = std::min(wanted, kMostAdded - added.count);
  added.count += granted;
  return granted;
}

bool FetchBudget::hear(const Domain& from, Time now) {
  auto& heard = window(added_, "for " + site_of(from), kHour, now);
  if (heard.count >= kMostHeard) return false;
  ++heard.count;
  return true;
}

}  // namespace hallway
