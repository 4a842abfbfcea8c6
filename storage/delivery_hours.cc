#include "storage/delivery_hours.h"

#include <algorithm>
#include <string>

#include "storage/table.h"

namespace hallway {
namespace {

constexpr int64_t kHourMs = hours(1).ms;
constexpr size_t kEnds = 3, kNumber = 8;
constexpr int64_t kLongestLook = days(400).ms / kHourMs;

int64_t hour_of(Time at) { return at.ms / kHourMs; }

Key hour_key(int64_t hour) { return key_of_text("deliveries/" + std::to_string(hour)); }

}  // namespace

Result<void> count_delivery(WriteTxn& txn, DeliveryEnd end, Time now) {
  const auto key = hour_key(hour_of(now));
  const std::string old(txn.get(Table::meta, key).value_or(""));
  std::string value;
  for (size_t i = 0; i < kEnds; ++i) {
    const uint64_t one = i == static_cast<size_t>(end) ? 1 : 0;
    value += view(value_of(number_at(old, i * kNumber) + one));
  }
  return txn.put(Table::meta, key, value);
}

std::vector<DeliveryHour> list_delivery_hours(const ReadTxn& txn, Time from, Time until) {
  std::vector<DeliveryHour> found;
  const int64_t first = hour_of(from + hours(1) - milliseconds(1));
  const int64_t last = std::min(hour_of(until + hours(1) - milliseconds(1)), first + kLongestLook);
  for (int64_t hour = first; hour < last; ++hour) {
    const auto value = txn.get(Table::meta, hour_key(hour));
    if (!value) continue;
    found.push_back({.begins = {hour * kHourMs},
                     .made = number_at(*value, 0),
                     .put_off = number_at(*value, kNumber),
                     .given_up = number_at(*value, 2 * kNumber)});
  }
  return found;
}

Result<void> forget_delivery_hours(WriteTxn& txn, Time from, Time before) {
  for (const auto& hour : list_delivery_hours(txn, from, before - hours(1) + milliseconds(1))) {
    TRY(txn.erase(Table::meta, hour_key(hour_of(hour.begins))));
  }
  return {};
}

}  // namespace hallway
