#pragma once
// Names things inside one node: 64 bits, milliseconds since 1970 in the upper 48, a sequence in
// the lower 16, so that order of ids is order of time. Decimal strings in the client API.
// Zero means "none". Allocated in a write transaction (storage/ids.h).

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

struct Id {
  uint64_t value = 0;
  friend auto operator<=>(const Id&, const Id&) = default;
  explicit operator bool() const { return value != 0; }
  [[nodiscard]] Time time() const { return {static_cast<int64_t>(value >> 16)}; }
};

constexpr Id first_id_at(Time t) { return {t.ms < 0 ? 0 : static_cast<uint64_t>(t.ms) << 16}; }
std::string to_string(Id id);
// Fails with invalid unless `text` is a decimal number of at most 20 digits that fits.
Result<Id> parse_id(std::string_view text);

}  // namespace hallway

template <>
struct std::hash<hallway::Id> {
  size_t operator()(hallway::Id id) const noexcept { return std::hash<uint64_t>{}(id.value); }
};
