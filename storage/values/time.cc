#include "storage/values/time.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdio>

namespace hallway {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr int64_t kDayMs = 86'400'000;
// The years 0000 to 9999 are all that the written forms can carry.
constexpr int64_t kFirstMs = -62'167'219'200'000;
constexpr int64_t kLastMs = 253'402'300'799'999;

// Reads a date or time from left to right; after a mismatch every later step fails too.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  int digits(size_t n) {
    if (rest_.size() < n) return broken();
    int value = 0;
    for (const char c : rest_.substr(0, n)) {
      if (c < '0' || c > '9') return broken();
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(n);
    return value;
  }
  bool take_one_of(std::string_view set) {
    if (rest_.empty() || set.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void want(std::string_view text) {
    if (!rest_.starts_with(text)) return void(broken());
    rest_.remove_prefix(text.size());
  }
  template <size_t N>
  int name(const std::array<std::string_view, N>& names) {
    for (size_t i = 0; i < N; ++i) {
      if (!rest_.starts_with(names[i])) continue;
      rest_.remove_prefix(names[i].size());
      return static_cast<int>(i);
    }
    return broken();
  }
  // Milliseconds of a fraction whose point was taken; further digits are cut off.
  int fraction() {
    int value = 0;
    int read = 0;
    for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; ++read) {
      if (read < 3) value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    if (read == 0) return broken();
    for (; read < 3; ++read) value *= 10;
    return value;
  }
  [[nodiscard]] char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  [[nodiscard]] bool at_end() const { return ok_ && rest_.empty(); }
  int broken() {
    ok_ = false;
    rest_ = {};
    return 0;
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

struct Parts {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ms = 0;
};

std::optional<Time> to_time(const Parts& p) {
  const std::chrono::year_month_day date{std::chrono::year{p.year},
                                         std::chrono::month{static_cast<unsigned>(p.month)},
                                         std::chrono::day{static_cast<unsigned>(p.day)}};
  // 60 is a leap second; it becomes the second after.
  if (!date.ok() || p.hour > 23 || p.minute > 59 || p.second > 60) return std::nullopt;
  const int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
  return Time{days * kDayMs + ((p.hour * 60LL + p.minute) * 60 + p.second) * 1000 + p.ms};
}

Parts to_parts(Time time) {
  const int64_t ms = std::clamp(time.ms, kFirstMs, kLastMs);
  const int64_t day = ms >= 0 ? ms / kDayMs : -((-ms + kDayMs - 1) / kDayMs);
  const auto rest = static_cast<int>(ms - day * kDayMs);
  const std::chrono::year_month_day date{
      std::chrono::sys_days{std::chrono::days{static_cast<int>(day)}}};
  return {int{date.year()},
          static_cast<int>(unsigned{date.month()}),
          static_cast<int>(unsigned{date.day()}),
          rest / 3'600'000,
          rest / 60'000 % 60,
          rest / 1000 % 60,
          rest % 1000};
}

// The zone at the end, in minutes east of Greenwich.
int scan_offset(Scanner& in) {
  if (in.take_one_of("Zz") || in.peek() == '\0') return 0;
  const bool west = in.peek() == '-';
  if (!in.take_one_of("+-")) return in.broken();
  const int hour = in.digits(2);
  in.take_one_of(":");
  const int minute = in.digits(2);
  if (hour > 23 || minute > 59) return in.broken();
  return (west ? -1 : 1) * (hour * 60 + minute);
}

}  // namespace

Result<Time> parse_rfc3339(std::string_view text) {
  Scanner in(text);
  Parts p;
  p.year = in.digits(4);
  in.want("-");
  p.month = in.digits(2);
  in.want("-");
  p.day = in.digits(2);
  if (!in.take_one_of("Tt ")) in.broken();
  p.hour = in.digits(2);
  in.want(":");
  p.minute = in.digits(2);
  // ActivityStreams 2.0 §2.3: seconds may be omitted.
  if (in.take_one_of(":")) {
    p.second = in.digits(2);
    if (in.take_one_of(".,")) p.ms = in.fraction();
  }
  const int offset = scan_offset(in);
  const auto time = in.at_end() ? to_time(p) : std::nullopt;
  if (!time) return fail(Code::invalid, "not an RFC 3339 time: " + std::string(text.substr(0, 40)));
  return *time - minutes(offset);
}

std::string to_rfc3339(Time time) {
  const Parts p = to_parts(time);
  std::array<char, 96> out{};
  const int n = p.ms == 0
                    ? std::snprintf(out.data(), out.size(), "%04d-%02d-%02dT%02d:%02d:%02dZ",
                                    p.year, p.month, p.day, p.hour, p.minute, p.second)
                    : std::snprintf(out.data(), out.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                                    p.year, p.month, p.day, p.hour, p.minute, p.second, p.ms);
  return {out.data(), static_cast<size_t>(n)};
}

Result<Time> parse_http_date(std::string_view text) {
  Scanner in(text);
  Parts p;
  in.name(kDays);
  in.want(", ");
  p.day = in.digits(2);
  in.want(" ");
  p.month = in.name(kMonths) + 1;
  in.want(" ");
  p.year = in.digits(4);
  in.want(" ");
  p.hour = in.digits(2);
  in.want(":");
  p.minute = in.digits(2);
  in.want(":");
  p.second = in.digits(2);
  in.want(" GMT");
  const auto time = in.at_end() ? to_time(p) : std::nullopt;
  if (!time) return fail(Code::invalid, "not an HTTP date: " + std::string(text.substr(0, 40)));
  return *time;
}

std::string to_http_date(Time time) {
  const Parts p = to_parts(time);
  const std::chrono::sys_days day{std::chrono::year{p.year} /
                                  std::chrono::month{static_cast<unsigned>(p.month)} /
                                  std::chrono::day{static_cast<unsigned>(p.day)}};
  const unsigned weekday = std::chrono::weekday{day}.c_encoding();
  std::array<char, 96> out{};
  const int n = std::snprintf(
      out.data(), out.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", kDays[weekday].data(), p.day,
      kMonths[static_cast<size_t>(p.month - 1)].data(), p.year, p.hour, p.minute, p.second);
  return {out.data(), static_cast<size_t>(n)};
}

Time SystemClock::now() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

int64_t monotonic_ms() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

}  // namespace hallway
