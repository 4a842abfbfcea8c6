#include "server/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <cmath>
#include <span>
#include <vector>

#include "storage/values/json.h"
#include "storage/values/time.h"

namespace hallway::log {
namespace {

std::atomic<LogLevel> level_in_use = LogLevel::info;
std::atomic<LogFormat> format_in_use = LogFormat::logfmt;

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return "debug";
    case LogLevel::info: return "info";
    case LogLevel::warn: return "warn";
    case LogLevel::error: return "error";
  }
  return "error";
}

spdlog::logger& sink() {
  static spdlog::logger logger = [] {
    spdlog::logger made("hallway", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made.set_pattern("%v");
    made.set_level(spdlog::level::trace);
    return made;
  }();
  return logger;
}

// A value is quoted where a reader could not tell its end, and where it could forge another field
// or another line.
bool needs_quotes(std::string_view text) {
  if (text.empty()) return true;
  for (char c : text) {
    auto byte = static_cast<uint8_t>(c);
    if (byte <= 0x20 || byte == 0x7f || c == '"' || c == '=' || c == '\\' || byte >= 0x80) {
      return true;
    }
  }
  return false;
}

std::string to_text(const Field::Value& value) {
  if (auto* text = std::get_if<std::string_view>(&value)) {
    // A JSON string is a quoted logfmt value: control characters cannot stand in it.
    return needs_quotes(*text) ? dump_json(Json(*text)) : std::string(*text);
  }
  if (auto* number = std::get_if<int64_t>(&value)) return std::to_string(*number);
  if (auto* number = std::get_if<uint64_t>(&value)) return std::to_string(*number);
  if (auto* number = std::get_if<double>(&value)) {
    return std::isfinite(*number) ? dump_json(Json(*number)) : "nan";
  }
  return *std::get_if<bool>(&value) ? "true" : "false";
}

Json to_json(const Field::Value& value) {
  return std::visit([](const auto& v) { return Json(v); }, value);
}

using FieldSpan = std::span<const Field>;

std::string to_logfmt(Time ts, LogLevel level, std::string_view event, FieldSpan fields) {
  std::string line = "ts=" + to_rfc3339(ts);
  line.append(" level=").append(name_of(level)).append(" event=").append(event);
  for (const Field& field : fields) {
    line.append(" ").append(field.key).append("=").append(to_text(field.value));
  }
  return line;
}

std::string to_json_line(Time ts, LogLevel level, std::string_view event, FieldSpan fields) {
  Json line{{"ts", to_rfc3339(ts)}, {"level", name_of(level)}, {"event", event}};
  for (const Field& field : fields) line[std::string(field.key)] = to_json(field.value);
  return dump_json(line);
}

std::string to_line(LogFormat format, Time ts, LogLevel level, std::string_view event,
                    FieldSpan fields) {
  switch (format) {
    case LogFormat::logfmt: return to_logfmt(ts, level, event, fields);
    case LogFormat::json: return to_json_line(ts, level, event, fields);
  }
  return {};
}

void write(LogLevel level, std::string_view event, FieldSpan fields) {
  if (!enabled(level)) return;
  const std::string line = to_line(format_in_use, SystemClock().now(), level, event, fields);
  // The text is an argument, never a format.
  sink().log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

FieldSpan span_of(Fields fields) { return {fields.begin(), fields.size()}; }

}  // namespace

void start(LogLevel level, LogFormat format) {
  level_in_use = level;
  format_in_use = format;
}

bool enabled(LogLevel level) { return level >= level_in_use; }

void debug(std::string_view event, Fields fields) {
  write(LogLevel::debug, event, span_of(fields));
}
void info(std::string_view event, Fields fields) { write(LogLevel::info, event, span_of(fields)); }
void warn(std::string_view event, Fields fields) { write(LogLevel::warn, event, span_of(fields)); }
void error(std::string_view event, Fields fields) {
  write(LogLevel::error, event, span_of(fields));
}

void warn(std::string_view event, const Error& error, Fields fields) {
  std::vector<Field> all(fields);
  all.emplace_back("code", hallway::name_of(error.code));
  all.emplace_back("what", error.what);
  write(LogLevel::warn, event, all);
}

std::string format_line(LogFormat format, Time ts, LogLevel level, std::string_view event,
                        Fields fields) {
  return to_line(format, ts, level, event, span_of(fields));
}

}  // namespace hallway::log
