#pragma once
// A moment, in milliseconds since 1970-01-01T00:00:00Z, and the clock it is read from.
// Clock is one of the three interfaces of the house: tests turn it by hand.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/values/result.h"

namespace hallway {

struct Duration {
  int64_t ms = 0;
  friend auto operator<=>(const Duration&, const Duration&) = default;
};

constexpr Duration milliseconds(int64_t n) { return {n}; }
constexpr Duration seconds(int64_t n) { return {n * 1000}; }
constexpr Duration minutes(int64_t n) { return {n * 60'000}; }
constexpr Duration hours(int64_t n) { return {n * 3'600'000}; }
constexpr Duration days(int64_t n) { return {n * 86'400'000}; }

struct Time {
  int64_t ms = 0;
  friend auto operator<=>(const Time&, const Time&) = default;
  friend Time operator+(Time t, Duration d) { return {t.ms + d.ms}; }
  friend Time operator-(Time t, Duration d) { return {t.ms - d.ms}; }
  friend Duration operator-(Time a, Time b) { return {a.ms - b.ms}; }
};

// RFC 3339, as ActivityStreams asks: "2026-11-25T13:11:55Z"; fractions and offsets are read, a
// missing zone means UTC (others send that). Written with milliseconds only where they are not
// zero.
Result<Time> parse_rfc3339(std::string_view text);
std::string to_rfc3339(Time time);

// RFC 9110 §5.6.7 "Wed, 25 Nov 2026 13:11:55 GMT"; only the preferred form is read.
Result<Time> parse_http_date(std::string_view text);
std::string to_http_date(Time time);

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Time now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override;
};

// For how long something took or may take: nobody sets this clock. It counts from a moment of its
// own.
int64_t monotonic_ms();

// For tests: moves only when told to. Safe from several threads.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Time start) : ms_(start.ms) {}
  [[nodiscard]] Time now() const override { return {__atomic_load_n(&ms_, __ATOMIC_SEQ_CST)}; }
  void advance(Duration d) { __atomic_add_fetch(&ms_, d.ms, __ATOMIC_SEQ_CST); }
  void set(Time t) { __atomic_store_n(&ms_, t.ms, __ATOMIC_SEQ_CST); }

 private:
  int64_t ms_;
};

}  // namespace hallway
