#include "server/web_vtt.h"

#include <algorithm>
#include <vector>

#include "storage/values/ascii.h"
#include "storage/values/utf8.h"

namespace hallway {
namespace {

constexpr std::string_view kVttMark = "\xef\xbb\xbf", kVttHead = "WEBVTT", kTimeArrow = "-->";
constexpr size_t kMillisecondDigits = 3;

// WebVTT §4.1: the signature stands alone on its line, or something stands behind a space.
bool is_web_vtt(std::string_view text) {
  if (!text.starts_with(kVttHead)) return false;
  return text.size() == kVttHead.size() ||
         std::string_view(" \t\r\n").find(text[kVttHead.size()]) != std::string_view::npos;
}

// Ends are CR LF, LF or CR.
std::vector<std::string_view> vtt_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find_first_of("\r\n"), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + (text.substr(end).starts_with("\r\n") ? 2 : 1)));
  }
  return lines;
}

// "00:01:02,5" is "00:01:02.500". Empty: it is no time.
std::string vtt_time(std::string_view text) {
  const size_t comma = text.find_first_of(",.");
  const auto clock = text.substr(0, comma);
  auto rest = comma == std::string_view::npos ? std::string() : std::string(text.substr(comma + 1));
  const bool right = std::ranges::count(clock, ':') == 2 && rest.size() <= kMillisecondDigits &&
                     is_digit(clock.front()) && is_digit(clock.back()) &&
                     std::ranges::all_of(rest, is_digit) &&
                     std::ranges::all_of(clock, [](char c) { return c == ':' || is_digit(c); });
  if (!right) return {};
  rest.resize(kMillisecondDigits, '0');
  return (clock.find(':') == 1 ? "0" : "") + std::string(clock) + "." + rest;
}

// "00:00:01,000 --> 00:00:02,500", and where on the picture, which is left out.
std::string vtt_timing(std::string_view line) {
  const size_t arrow = line.find(kTimeArrow);
  if (arrow == std::string_view::npos) return {};
  const auto behind = trim(line.substr(arrow + kTimeArrow.size()));
  const auto from = vtt_time(trim(line.substr(0, arrow)));
  const auto to = vtt_time(behind.substr(0, behind.find_first_of(" \t")));
  if (from.empty() || to.empty()) return {};
  return from + " --> " + to;
}

bool is_counter(std::string_view line) {
  const auto text = trim(line);
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

// Empty: there is no time in it.
std::string from_sub_rip(std::string_view text) {
  const auto lines = vtt_lines(text);
  std::vector<std::string> timings;
  timings.reserve(lines.size());
  for (const auto line : lines) timings.push_back(vtt_timing(line));
  std::string out;
  for (size_t i = 0; i < lines.size(); ++i) {
    const bool before_timing = i + 1 < lines.size() && !timings[i + 1].empty();
    if (before_timing && is_counter(lines[i])) continue;
    if (out.empty() && timings[i].empty()) continue;
    out += (timings[i].empty() ? std::string(lines[i]) : timings[i]) + "\n";
  }
  return out.empty() ? out : std::string(kVttHead) + "\n\n" + out;
}

}  // namespace

Result<std::string> web_vtt_of(std::string_view file) {
  if (file.size() > kMostWebVttBytes) {
    return fail(Code::too_large, "a file of captions holds at most 1 MiB");
  }
  if (file.starts_with(kVttMark)) file.remove_prefix(kVttMark.size());
  if (!is_utf8(file) || file.find('\0') != std::string_view::npos) {
    return fail(Code::invalid, "the captions are no UTF-8 text: save them as UTF-8");
  }
  if (is_web_vtt(file)) return std::string(file);
  auto made = from_sub_rip(file);
  if (made.empty()) {
    return fail(
        Code::invalid,
        "these are no captions: a file of WebVTT begins with WEBVTT, one of SubRip has times "
        "like 00:00:01,000 --> 00:00:02,000");
  }
  return made;
}

}  // namespace hallway
