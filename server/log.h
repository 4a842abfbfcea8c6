#pragma once
// The node's own account of what it does: one line an event, to stderr, as logfmt
//   ts=2026-11-25T13:11:55.123Z level=info event=inbox.refused reason="bad signature"
//   host=a.example
// or as one JSON object with the same members. An event has a dotted name that does not vary, and
// fields that do. Secrets are never logged: who writes an event answers for its fields.
//
// Any thread. Before start() lines go out as logfmt from level info.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "server/config.h"
#include "storage/values/result.h"

namespace hallway::log {

// Borrowed for the duration of the call.
struct Field {
  using Value = std::variant<std::string_view, int64_t, uint64_t, double, bool>;
  std::string_view key;
  Value value;

  Field(std::string_view k, std::string_view v) : key(k), value(v) {}
  Field(std::string_view k, const std::string& v) : key(k), value(std::string_view(v)) {}
  Field(std::string_view k, const char* v) : key(k), value(std::string_view(v)) {}
  Field(std::string_view k, bool v) : key(k), value(v) {}
  Field(std::string_view k, double v) : key(k), value(v) {}
  template <class Int, class = std::enable_if_t<std::is_integral_v<Int>>>
  Field(std::string_view k, Int v) : key(k) {
    if constexpr (std::is_signed_v<Int>) {
      value = static_cast<int64_t>(v);
    } else {
      value = static_cast<uint64_t>(v);
    }
  }
};
using Fields = std::initializer_list<Field>;

void start(LogLevel level, LogFormat format);
[[nodiscard]] bool enabled(LogLevel level);

void debug(std::string_view event, Fields fields = {});
void info(std::string_view event, Fields fields = {});
void warn(std::string_view event, Fields fields = {});
void error(std::string_view event, Fields fields = {});
// With code= and what= of the error.
void warn(std::string_view event, const Error& error, Fields fields = {});

// The line without its end, for tests. `ts` in milliseconds.
std::string format_line(LogFormat format, Time ts, LogLevel level, std::string_view event,
                        Fields fields);

}  // namespace hallway::log
